"""The database of a backup: one snapshot, what stands in it, and ``pg_dump`` of the same snapshot.

As the login ``backup``, which reads every row and can write none.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from chaperone.continuity.backups.errors import ClientMissing, DumpFailed
from chaperone.continuity.backups.format import DATABASE, PIECE_OF_DUMP, Content
from chaperone.continuity.backups.streams import whole
from chaperone.database import address as addresses
from chaperone.database import binaries
from chaperone.database.address import Address
from chaperone.database.logins import role

PASSWORD = "CHAPERONE_BACKUP_PASSWORD"  # noqa: S105  the variable's name
_LOGIN = "backup"
_WITH_TLS = ("require", "verify-ca", "verify-full")
_LONGEST_REASON = 300
_TABLES = """
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname
"""
_LEAVES = "select distinct on (app) app, name from django_migrations order by app, name desc"
_SYSTEM = "select to_hex(system_identifier) from pg_control_system()"
_CHECKPOINT = "select size, note from ledger_checkpoint order by size desc limit 1"


def system_of(connection: psycopg.Connection) -> str:
    """PostgreSQL's own number of the database, sixteen digits. Raises ``psycopg.Error``."""
    row = connection.execute(_SYSTEM).fetchone()
    assert row
    return str(row[0]).zfill(16)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One moment of the database, open as long as its connection is."""

    id: str
    connection: psycopg.Connection

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        found = {}
        for (table,) in self.connection.execute(_TABLES).fetchall():
            counting = sql.SQL("select count(*) from {}").format(sql.Identifier(table))
            (found[table],) = self.connection.execute(counting).fetchone() or (0,)
        return found

    def checkpoint(self) -> tuple[int, str]:
        """Size and note of the last checkpoint that was signed; 0 and nothing before the first."""
        size, note = self.connection.execute(_CHECKPOINT).fetchone() or (0, "")
        return size, note

    def migrations(self) -> dict[str, str]:
        """The last migration of each room."""
        return dict(self.connection.execute(_LEAVES).fetchall())

    def system(self) -> str:
        """PostgreSQL's own number of the database, sixteen digits, as an archive names it."""
        return system_of(self.connection)

    def version(self) -> int:
        """Of the server, such as 180004."""
        return self.connection.info.server_version


@contextmanager
def snapshot(found: Address, password: str) -> Iterator[Snapshot]:
    """A snapshot that others may dump during the block. Raises ``psycopg.Error``."""
    with psycopg.connect(found.dsn(_LOGIN, password)) as connection:
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        (name,) = connection.execute("select pg_export_snapshot()").fetchone() or ("",)
        yield Snapshot(name, connection)


def dumped(found: Address, password: str, of: Snapshot) -> Iterator[Content]:
    """``pg_dump --format=custom`` in pieces. Raises ``DumpFailed``."""
    login = make_conninfo(
        "",
        host=found.host,
        port=found.port,
        dbname=found.database,
        user=role(_LOGIN),
        **found.options,
    )
    command = [
        str(program("pg_dump", found)),
        "--format=custom",
        "--compress=0",
        "--no-password",
        "--lock-wait-timeout=60s",
        f"--snapshot={of.id}",
        f"--dbname={login}",
    ]
    # Nothing else of ours, and never on the command line, which others can see.
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "PGPASSWORD": password}
    with TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603  our own program, no shell
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
        )
        assert process.stdout is not None
        try:
            for number in count():
                piece = whole(process.stdout, PIECE_OF_DUMP)
                if not piece:
                    break
                yield Content(f"{DATABASE}{number:06}", len(piece), [piece])
            if process.wait():
                raise DumpFailed(_reason(said))
        finally:
            # Whoever does not want the rest ends it.
            process.kill()
            process.stdout.close()
            process.wait()


def password_of_login(data: Path) -> str:
    """The password of the login ``backup``. Raises ``PasswordMissing``."""
    return os.environ.get(PASSWORD) or addresses.password(data, _LOGIN, {})


def program(name: str, found: Address) -> Path:
    """One of PostgreSQL's: ours, or the system's where TLS is asked for, which ours cannot. Raises
    ``ClientMissing``.
    """
    if found.options.get("sslmode") not in _WITH_TLS:
        return binaries.installed() / name
    own = shutil.which(name)
    if own is None:
        raise ClientMissing(f"({name})")
    return Path(own)


def _reason(said: IO[bytes]) -> str:
    said.seek(0)
    text = " ".join(said.read().decode(errors="replace").split())
    return text[:_LONGEST_REASON] or "It said nothing."
