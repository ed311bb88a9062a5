"""An installation with a server and an archive of its own, from which it can be taken back to a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import psycopg

from chaperone.continuity.archiving import base
from chaperone.continuity.archiving.archiver import Archiver
from chaperone.continuity.backups.targets.folder import FolderTarget
from chaperone.continuity.restoring import running
from chaperone.continuity.restoring.filling import fill
from chaperone.continuity.restoring.place import Place
from chaperone.continuity.restoring.reading import look_through
from chaperone.database import binaries
from chaperone.database.address import DATABASE, passwords_file
from chaperone.database.passwords import load_or_create
from chaperone.database.server import Server
from tests.continuity.restoring.scene import Lost, started


class Lived:
    """While in its block, Django works on it."""

    def __init__(self, lost: Lost, server: Server) -> None:
        self.lost, self.server = lost, server
        self.target = FolderTarget(lost.folder / "archive")

    def now(self) -> datetime:
        with psycopg.connect(self.server.admin_dsn) as admin:
            return admin.execute("select clock_timestamp()").fetchone()[0]

    def copy(self) -> base.Base:
        return base.take(
            self.server.admin_dsn,
            programs=binaries.installed(),
            target=self.target,
            recipients=[str(self.lost.identity.to_public())],
        )

    def archive(self) -> None:
        """Ends a piece, and keeps all that there are."""
        with psycopg.connect(self.server.admin_dsn, autocommit=True) as admin:
            admin.execute("select pg_switch_wal()")
        system = base.system_of(self.server.admin_dsn)
        recipients = [str(self.lost.identity.to_public())]
        Archiver(self.server.folder.resolve(), system, self.target, recipients).round()


@contextmanager
def living(lost: Lost, file: Path, folder: Path) -> Iterator[Lived]:
    """What the backup holds, on a server in ``folder`` whose log is archived."""
    place, identity = Place(folder), str(lost.identity)
    place.begin("living")
    running._write_configuration(place, look_through(file, identity), lost.root_key)
    passwords = load_or_create(passwords_file(folder))
    server = Server(
        folder / "postgres",
        password_file=folder / "secrets" / "administrator",
        archiving=True,
        # What is under test is the way back, not the disk.
        settings={"fsync": "off"},
    )
    server.start()
    fill(file, identity, place, server, passwords, DATABASE)
    place.finish()
    before, lost.database = lost.database, DATABASE
    try:
        with started(folder):
            yield Lived(lost, server)
    finally:
        lost.database = before
        server.stop()
