"""The archiver of the embedded server's log: a process of `up`, where config.json says so."""

import threading
from datetime import UTC, datetime

import typer
from psycopg.conninfo import make_conninfo

from chaperone.cli.folder import DataFolder, default_folder
from chaperone.continuity.archiving import settings
from chaperone.continuity.archiving.archiver import Archiver, lag
from chaperone.continuity.archiving.base import system_of
from chaperone.continuity.archiving.gating import gated
from chaperone.continuity.archiving.keeping import keep_copies
from chaperone.continuity.backups.errors import BackupError
from chaperone.continuity.backups.targets import Target
from chaperone.database import binaries
from chaperone.database.address import DATABASE
from chaperone.database.server import Server

_LOOK_SECONDS = 600.0
_LATE_SECONDS = 300.0


def run(stopping: threading.Event) -> None:
    """Archive until told to stop; look every ten minutes whether a copy of the files is due.

    Raises what the settings and the database raise; `up` starts it again then.
    """
    folder = DataFolder(default_folder())
    server = Server(folder.database, password_file=folder.administrator)
    chosen = settings.read(folder.root)
    # The administrator's login: PostgreSQL lets nobody else of ours copy its files.
    dsn = server.admin_dsn
    system = system_of(dsn)
    target = gated(chosen.place, make_conninfo(dsn, dbname=DATABASE))
    archiver = Archiver(server.folder.resolve(), system, target, chosen.recipients, say=_say)
    _clear(target)
    thread = threading.Thread(target=archiver.run, args=(stopping,), name="archiver")
    thread.start()
    try:
        while not stopping.is_set():
            keep_copies(
                dsn,
                system=system,
                programs=binaries.installed(),
                target=target,
                settings=chosen,
                say=_say,
            )
            stopping.wait(_LOOK_SECONDS)
    finally:
        stopping.set()
        thread.join()


def _clear(target: Target) -> None:
    try:
        target.clear()
    except BackupError as problem:
        # A place that is away is the archiver's daily bread; what is left there waits.
        _say(f"What was broken off could not be removed: {problem}")


def late(folder: DataFolder) -> str:
    """What `doctor` says of the archive; empty where it keeps up. Raises `SettingsUnsuitable`."""
    found = lag(
        folder.database.resolve(), folder.database.resolve() / "cluster", now=datetime.now(UTC)
    )
    if found.seconds < _LATE_SECONDS:
        return ""
    return (
        f"{found.pieces} pieces of the database's log wait for the archive, the oldest for"
        f" {found.seconds:.0f} s. None is lost; they fill the disk. Its log says why:"
        f" {folder.logs / 'archiver.log'}"
    )


def _say(sentence: str) -> None:
    typer.echo(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {sentence}", err=True)
