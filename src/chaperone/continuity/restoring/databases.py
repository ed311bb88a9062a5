"""Where the database of a restore comes from: the dump in a backup, or an archive, at a moment."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg import sql

from chaperone.continuity.archiving import checking, names, recovering
from chaperone.continuity.archiving.checking import Checked
from chaperone.continuity.archiving.errors import NotRecovered, TimeNotCome
from chaperone.continuity.archiving.names import Base
from chaperone.continuity.backups.dump import Snapshot
from chaperone.continuity.backups.format import DATABASE, FILES, MIRROR, identity_of
from chaperone.continuity.backups.targets import Target
from chaperone.continuity.restoring import fitting
from chaperone.continuity.restoring.errors import CountsDiffer, NoRoom, OtherInstallation
from chaperone.continuity.restoring.filling import fill, fill_files
from chaperone.continuity.restoring.own import OwnDatabase
from chaperone.continuity.restoring.place import Place
from chaperone.continuity.restoring.reading import Contents
from chaperone.continuity.restoring.refilling import is_full
from chaperone.database import address, logins
from chaperone.database.address import Address
from chaperone.database.server import Server

# Indexes and the server's own files come on top of what a dump holds.
_GROWS = 2.5
# While it recovers, PostgreSQL keeps up to so much of the log (max_wal_size).
_LOG_BYTES = 1_000_000_000
_ONLY_GROW = ("continuity_backup", "ledger_checkpoint", "ledger_leaf", "members_member")
"""Tables of which no row ever goes, so that their counts tell before from after."""
_BLUR = timedelta(minutes=1)
"""A backup says when it was begun, and its snapshot is a little younger."""
_CHECKPOINT = "select note from ledger_checkpoint where size = %s"
_FORCED = """
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relforcerowsecurity
"""
_SIGNED = "select coalesce(max(size), 0) from ledger_checkpoint"


@dataclass(frozen=True, slots=True)
class Moment:
    """Back to when, by which archive. ``to``: with a zone; None: all that the archive holds."""

    archive: Target
    to: datetime | None


Running = Server | OwnDatabase
"""Started and stopped by whoever holds it."""


class Source(Protocol):
    """What fills an empty server."""

    @property
    def at(self) -> datetime:
        """The moment of what it holds, known at the latest when it was filled in."""

    @property
    def base(self) -> str:
        """The copy that a recovery began from, or nothing."""

    def room(self, place: Place) -> int:
        """Bytes that it will take in the place, files and mirror with it."""

    def fill(self, place: Place, server: Running, passwords: Mapping[str, str]) -> Address:
        """Logins, database, files and mirror, on a server that runs then; where it is."""

    def count(self, found: Address, passwords: Mapping[str, str]) -> int:
        """How many rows there are. Raises ``CountsDiffer`` where they are not those expected."""


class Dumped:
    """The dump in a backup."""

    base = ""

    def __init__(self, file: Path, identity: str, contents: Contents) -> None:
        self._file, self._identity, self._contents = file, identity, contents
        self.at = contents.made_at

    def room(self, place: Place) -> int:
        """By the size of the database that was dumped, where the backup says it. The disk of a
        server of one's own is not known here.
        """
        if place.own:
            return _beside(self._contents)
        said = int(self._contents.manifest.get("database_bytes") or 0)
        return max(said, int(self._contents.sizes[DATABASE] * _GROWS)) + _beside(self._contents)

    def fill(self, place: Place, server: Running, passwords: Mapping[str, str]) -> Address:
        """Raises ``NotFilled``, ``NoRoom``, ``Unreadable``, ``OSError``."""
        server.start()
        database = place.own.address.database if place.own else address.DATABASE
        return fill(self._file, self._identity, place, server, passwords, database)

    def count(self, found: Address, passwords: Mapping[str, str]) -> int:
        """Each table has as many as the manifest says."""
        wanted = {str(table): rows for table, rows in _rows(self._contents).items()}
        with _seeing_all(found, passwords) as connection:
            there = Snapshot("", connection).rows()
        for table, rows in wanted.items():
            if there.get(table) != rows:
                raise CountsDiffer(f"({table}: {there.get(table, 0)} rows and not {rows})")
        return sum(wanted.values())


@dataclass
class Recovered:
    """The archive, at a moment; all that is needed of it was read. Files and configuration are
    those of the backup.
    """

    file: Path
    identity: str = field(repr=False)
    contents: Contents
    moment: Moment
    copy: Base
    checked: Checked
    at: datetime = field(init=False)

    def __post_init__(self) -> None:
        # The true one is known when PostgreSQL has gone through the log.
        self.at = self.moment.to or self.copy.ended_at

    @property
    def base(self) -> str:
        """The name of the copy."""
        return self.copy.name

    def room(self, place: Place) -> int:  # noqa: ARG002  it goes into the folder's own server
        """By the size of the files in the copy."""
        return self.checked.bytes + _LOG_BYTES + _beside(self.contents)

    def fill(self, place: Place, server: Running, passwords: Mapping[str, str]) -> Address:
        """Raises ``ArchiveError``, ``SchemaNewer``, ``OtherInstallation``, and as a dump does."""
        files = place.embedded()
        try:
            reached = recovering.recover(
                target=self.moment.archive,
                folder=files.folder,
                password_file=files.password_file,
                identity=identity_of(self.identity),
                to=self.moment.to,
                system=self.copy.copy.system,
            ).reached
        except NotRecovered as problem:
            if is_full(str(problem)):
                raise NoRoom from problem
            raise
        self.at = self.moment.to or reached or self.copy.ended_at
        server.start()
        # Its passwords are of that time, and nobody may know them any more.
        logins.prepare(server.admin_dsn, address.DATABASE, passwords)
        found = replace(Address.parse(server.address_dsn), database=address.DATABASE)
        with _seeing_all(found, passwords) as connection:
            fitting.check_schema(Snapshot("", connection).migrations())
            self._check_history(connection)
        fill_files(self.file, self.identity, place)
        return found

    def count(self, found: Address, passwords: Mapping[str, str]) -> int:
        """All are read, so that a page that was damaged shows; where a table only grows there are
        as many as the backup holds, or more or fewer, as it was made before or after.
        """
        with _seeing_all(found, passwords) as connection:
            there = Snapshot("", connection).rows()
        between = self.at - self.contents.made_at
        for table in _ONLY_GROW if abs(between) > _BLUR else ():
            known, rows = int(_rows(self.contents).get(table, 0)), there.get(table, 0)
            if rows < known if between > _BLUR else rows > known:
                raise CountsDiffer(f"({table}: {rows} rows, and {known} in the backup)")
        return sum(there.values())

    def _check_history(self, connection: psycopg.Connection) -> None:
        """One installation signs one tree. Raises ``OtherInstallation``."""
        size, note = self.contents.ledger
        signed = (connection.execute(_SIGNED).fetchone() or (0,))[0]
        if not size or signed < size:
            return
        if connection.execute(_CHECKPOINT, [size]).fetchone() != (note,):
            raise OtherInstallation


def looked_at(file: Path, identity: str, contents: Contents, moment: Moment) -> Recovered:
    """Reads all of the archive that a recovery would. Raises ``ArchiveError``, ``BackupError``,
    ``DatabaseNewer``.
    """
    if moment.to is not None and moment.to > datetime.now(UTC):
        raise TimeNotCome
    found = recovering.chosen(names.read(moment.archive.names()), contents.system)
    base = recovering.base_for(found, moment.to)
    opened = identity_of(identity)
    checked = checking.check(found, base, target=moment.archive, identity=opened)
    fitting.check_server(checked.version)
    return Recovered(file, identity, contents, moment, base, checked)


def _beside(contents: Contents) -> int:
    return contents.sizes[FILES] + contents.sizes[MIRROR]


def _rows(contents: Contents) -> Mapping[str, Any]:
    found: Mapping[str, Any] = contents.manifest.get("rows") or {}
    return found


@contextmanager
def _seeing_all(found: Address, passwords: Mapping[str, str]) -> Iterator[psycopg.Connection]:
    """The owner sees every row during the block, and nobody else comes in meanwhile: row security
    binds the owner again in the end, since nothing of it is committed.

    Not as the login `backup`: on a server of one's own it may see all only when somebody who
    administers the server has said so.
    """
    with psycopg.connect(found.dsn("owner", passwords["owner"])) as connection:
        for (table,) in connection.execute(_FORCED).fetchall():
            connection.execute(
                sql.SQL("alter table public.{} no force row level security").format(
                    sql.Identifier(table)
                )
            )
        yield connection
        connection.rollback()
