"""The second time through a backup: the database by a pipe, everything else as files.

No plaintext of the database touches the disk but in PostgreSQL's own files.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import psycopg

from chaperone.continuity.backups.format import DATABASE, FILES, MIRROR, read
from chaperone.continuity.backups.streams import pieces
from chaperone.continuity.backups.tarring import Member
from chaperone.continuity.restoring.own import OwnDatabase
from chaperone.continuity.restoring.place import Place
from chaperone.continuity.restoring.refilling import Refill, Script
from chaperone.database import logins
from chaperone.database.address import Address
from chaperone.database.server import Server

# What `logins.prepare` makes in it comes with the dump as well.
_EMPTY = "drop schema public cascade; create schema public"


def fill(
    file: Path,
    identity: str,
    place: Place,
    server: Server | OwnDatabase,
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
    refill = (Script if isinstance(server, OwnDatabase) else Refill)(owner)
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


def _take(member: Member, refill: Refill | None, place: Place) -> None:
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
