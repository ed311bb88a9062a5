import tempfile
from pathlib import Path

import psycopg
import pytest
from pyrage import x25519

from chaperone.continuity.archiving import base
from chaperone.continuity.archiving.archiver import Archiver
from chaperone.continuity.backups.targets.folder import FolderTarget
from chaperone.database import binaries
from chaperone.database.server import Server


class Archived:
    """A running embedded server whose log is archived into a folder, round by round."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.identity = x25519.Identity.generate()
        self.recipients = [str(self.identity.to_public())]
        self.target = FolderTarget(root / "archive")
        self.server = Server(
            root / "database",
            password_file=root / "administrator",
            archiving=True,
            # What is under test is the handing over, not the disk.
            settings={"fsync": "off", "shared_buffers": "16MB"},
        )
        self.said: list[str] = []

    def start(self) -> None:
        self.server.start()
        self.archiver = Archiver(
            self.server.folder.resolve(),
            base.system_of(self.server.admin_dsn),
            self.target,
            self.recipients,
            self.said.append,
        )
        self.run(
            "create table if not exists texts (n int primary key, at timestamptz default clock_timestamp())"
        )

    def run(self, statement: str):
        with psycopg.connect(self.server.admin_dsn, autocommit=True) as admin:
            found = admin.execute(statement)
            return found.fetchone() if found.description else None

    def write(self, n: int):
        """Commits a row; the moment after it."""
        self.run(f"insert into texts values ({n})")
        return self.run("select clock_timestamp()")[0]

    def end_piece(self) -> None:
        """As ``archive_timeout`` would after a minute."""
        self.run("select pg_switch_wal()")

    def base(self):
        return base.take(
            self.server.admin_dsn,
            programs=binaries.installed(),
            target=self.target,
            recipients=self.recipients,
        )

    def rows(self, server: Server) -> list[int]:
        server.start()
        with psycopg.connect(server.admin_dsn) as admin:
            return [n for (n,) in admin.execute("select n from texts order by n")]


@pytest.fixture(scope="module")
def archived():
    with tempfile.TemporaryDirectory(prefix="chaperone-archived-", dir="/tmp") as name:
        Path(name).chmod(0o711)
        made = Archived(Path(name))
        made.start()
        try:
            yield made
        finally:
            made.server.stop()
