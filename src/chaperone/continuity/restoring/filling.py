"""The second time through a backup: the database by a pipe, everything else as files.

No plaintext of the database touches the disk but in PostgreSQL's own files.
"""

import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from chaperone.continuity.backups.format import DATABASE, FILES, MIRROR, read
from chaperone.continuity.backups.streams import pieces
from chaperone.continuity.backups.tarring import Member
from chaperone.continuity.restoring.errors import NoRoom, NotFilled
from chaperone.continuity.restoring.place import Place
from chaperone.database import binaries, logins
from chaperone.database.address import Address
from chaperone.database.server import Server

_FULL = ("No space left on device", "could not extend file", "disk full")
# What `logins.prepare` makes in it comes with the dump as well.
_EMPTY = "drop schema public cascade; create schema public"
_OPTIONS = "-c synchronous_commit=off -c maintenance_work_mem=128MB"


def fill(
    file: Path,
    identity: str,
    place: Place,
    server: Server,
    passwords: Mapping[str, str],
    database: str,
) -> Address:
    """Logins, database, files and mirror; returns where the database is.

    Raises ``NotFilled``, ``NoRoom``, ``Unreadable``, ``OSError``.
    """
    address = replace(Address.parse(server.address_dsn), database=database)
    logins.prepare(server.admin_dsn, database, passwords)
    owner = address.dsn("owner", passwords["owner"])
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(_EMPTY)
    refill = Refill(owner)
    try:
        with file.open("rb") as stream:
            for member in read(stream, identity):
                _take(member, refill, place)
        refill.finish()
    finally:
        refill.close()
    # Rights on the database itself, and what a login may do apart from tables, are not in a dump.
    logins.prepare(server.admin_dsn, database, passwords)
    return address


def fill_files(file: Path, identity: str, place: Place) -> None:
    """Everything but the database. Raises ``Unreadable``, ``OSError``."""
    with file.open("rb") as stream:
        for member in read(stream, identity):
            _take(member, None, place)


def is_full(said: str) -> bool:
    """Whether PostgreSQL's words mean that the disk is full."""
    return any(words in said for words in _FULL)


def _take(member: Member, refill: "Refill | None", place: Place) -> None:
    name = member.name
    if name.startswith(DATABASE):
        if refill:
            refill.write(member)
    elif name.startswith(FILES):
        _write(place.root / name.removeprefix(FILES), member)
    elif name.startswith(MIRROR):
        _write(place.mirror / name.removeprefix(MIRROR), member)


def _write(path: Path, member: Member) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("xb") as file:
        path.chmod(0o600)
        for piece in pieces(member):
            file.write(piece)


class Refill:
    """``pg_restore`` on an empty database, fed piece by piece.

    As the owner of the database, who is no superuser: rights, row security and triggers come with
    the dump, and are made after the rows.
    """

    def __init__(self, dsn: str) -> None:
        words = {name: str(value) for name, value in conninfo_to_dict(dsn).items()}
        environment = {
            "PGPASSWORD": words.pop("password"),
            "PGOPTIONS": _OPTIONS,
            "LC_ALL": "C",
            "PATH": "/usr/bin:/bin",
        }
        self._process = subprocess.Popen(  # noqa: S603 (our own program, no shell)
            [
                str(binaries.installed() / "pg_restore"),
                "--no-owner",
                "--exit-on-error",
                "--no-password",
                f"--host={words['host']}",
                f"--port={words['port']}",
                f"--username={words['user']}",
                f"--dbname={words['dbname']}",
            ],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def write(self, member: Member) -> None:
        """The next bytes of the dump. Raises ``NotFilled`` where it takes no more."""
        assert self._process.stdin is not None
        try:
            for piece in pieces(member):
                self._process.stdin.write(piece)
        except BrokenPipeError:
            self.finish()

    def finish(self) -> None:
        """Waits until all of it is in. Raises ``NotFilled`` and ``NoRoom``."""
        _, said = self._process.communicate()
        if self._process.returncode:
            reason = (said.decode(errors="replace").strip().splitlines() or ["It said nothing."])[0]
            raise (NoRoom if is_full(reason) else NotFilled)(reason)

    def close(self) -> None:
        """Ends it where it has not come to its end."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()
