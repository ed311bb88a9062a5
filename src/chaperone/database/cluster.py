"""The files of one embedded PostgreSQL: made once, recognised ever after.

Layout of its folder: `chaperone-database.json` (says the folder is ours), `cluster/` (PGDATA),
`log/`, `socket/`, `archived/` and, only when needed, `programs/`.
"""

import json
import os
import shutil
import signal
import subprocess
import tempfile
from functools import partial
from pathlib import Path

from chaperone.database.binaries import MAJOR
from chaperone.database.errors import NotOurFolder, StartFailed, WrongVersion
from chaperone.database.parent import die_with_parent
from chaperone.database.placement import Runner

MARKER = "chaperone-database.json"
ARCHIVED = "archived"
"""Where the archiver says which pieces of the write-ahead log are safe, by empty files."""
ADMINISTRATOR = "postgres"


def check(folder: Path) -> None:
    """Raise NotOurFolder or WrongVersion unless `folder` is empty, absent, or ours to start."""
    if folder.exists() and not (folder / MARKER).exists() and any(folder.iterdir()):
        raise NotOurFolder(folder=folder)
    found = version(folder)
    if found not in (None, MAJOR):
        raise WrongVersion(folder=folder, found=found, expected=MAJOR)


def version(folder: Path) -> int | None:
    """The major version that made the cluster in `folder`; None when there is none yet."""
    try:
        return int((folder / "cluster" / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def prepare_folder(folder: Path, user: Runner) -> None:
    """Make the folders that the server writes to, with the right owner. Safe to repeat."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700 if user.is_us else 0o711)
    marker = folder / MARKER
    if not marker.exists():
        marker.write_text(json.dumps({"chaperone": "database", "postgresql": MAJOR}) + "\n")
    for name in ("log", "socket", ARCHIVED):
        (folder / name).mkdir(mode=0o700, exist_ok=True)
        user.owns(folder / name)


def create(folder: Path, programs: Path, user: Runner, *, password: str, sync: bool) -> None:
    """Run initdb in `folder`: UTF-8, checksums, scram-sha-256 for socket and loopback.

    Made aside and renamed, so that an interrupted initdb is never taken for a cluster.
    """
    partial = folder / "cluster.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(mode=0o700)
    user.owns(partial)
    with tempfile.NamedTemporaryFile("w", dir=folder) as password_file:
        password_file.write(password)
        password_file.flush()
        user.owns(Path(password_file.name))
        _initdb(partial, programs, user, Path(password_file.name), sync=sync)
    partial.rename(folder / "cluster")


def _initdb(
    cluster: Path, programs: Path, user: Runner, password_file: Path, *, sync: bool
) -> None:
    command = [
        str(programs / "initdb"),
        f"--pgdata={cluster}",
        f"--username={ADMINISTRATOR}",
        f"--pwfile={password_file}",
        "--auth-local=scram-sha-256",
        "--auth-host=scram-sha-256",
        "--encoding=UTF8",
        # The built-in locale sorts alike on every operating system, so an upgrade of the C library
        # cannot spoil an index.
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--data-checksums",
        *([] if sync else ["--no-sync"]),
    ]
    result = subprocess.run(  # noqa: S603 (our own program, no shell)
        command,
        cwd=cluster,
        capture_output=True,
        text=True,
        check=False,
        # Ctrl-C is for the supervisor, which waits the second that this takes.
        start_new_session=True,
        preexec_fn=partial(die_with_parent, os.getpid(), signal.SIGTERM),
        **user.identity,
    )
    if result.returncode:
        raise StartFailed(log=(result.stdout + result.stderr)[-2000:])


def free_megabytes(folder: Path) -> int:
    """Free space, in MB, of the file system that `folder` is or will be on."""
    step = folder.absolute()
    while not step.exists():
        step = step.parent
    found = os.statvfs(step)
    return found.f_bavail * found.f_frsize // 1_000_000
