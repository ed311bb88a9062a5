"""What the two databases say of themselves: the primary that is away, the replica that is read."""

import os
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import psycopg

import chaperone
from chaperone.cli import schema
from chaperone.cli.emergency.errors import PrimaryAway, ReplicaRefused
from chaperone.cli.errors import SchemaNewer
from chaperone.cli.folder import DataFolder
from chaperone.database.address import Address, find, password
from chaperone.database.errors import DatabaseError

_SECONDS = 5
_STATE = (
    "select pg_is_in_recovery(), pg_last_xact_replay_timestamp(),"
    " extract(epoch from now() - pg_last_xact_replay_timestamp())::float"
)


class Replica(NamedTuple):
    """A standby that can be read: where, and up to when it has what the primary wrote."""

    address: Address
    as_of: datetime | None
    behind_seconds: float | None


def primary_address(folder: DataFolder) -> Address | None:
    """Where the primary is by the settings; None where an embedded one does not run."""
    try:
        return find(folder.root, os.environ)
    except DatabaseError:
        return None


def primary_answers(folder: DataFolder) -> Address:
    """The primary, which takes writes. Raises ``PrimaryAway`` with why it does not."""
    address = primary_address(folder)
    if address is None:
        raise PrimaryAway(reason="it is the embedded one, which does not run.")
    try:
        standby, _, _ = _state(folder, address)
    except (psycopg.Error, DatabaseError) as problem:
        raise PrimaryAway(reason=" ".join(str(problem).split())) from problem
    if standby:
        raise PrimaryAway(reason="what answers at its address is a standby.")
    return address


def replica_at(folder: DataFolder, url: str) -> Replica:
    """The standby at ``url``, fit to be read by this version. Raises ``ReplicaRefused``."""
    address = Address.parse(url)
    try:
        standby, as_of, behind = _state(folder, address)
        with _connect(folder, address) as connection:
            schema.refuse_newer(connection)
            missing = _missing_migration(connection)
    except (psycopg.Error, DatabaseError, SchemaNewer) as problem:
        raise ReplicaRefused(reason=" ".join(str(problem).split())) from problem
    if not standby:
        raise ReplicaRefused(
            reason="it is no standby but takes writes. If it was promoted, it is the primary now:"
            " name it in CHAPERONE_DATABASE_URL and start as usual."
        )
    if missing:
        raise ReplicaRefused(
            reason=f"its schema is older than this version (it lacks {missing})."
            " Use the version that ran on the primary."
        )
    return Replica(address, as_of, behind)


def _state(folder: DataFolder, address: Address) -> tuple[bool, datetime | None, float | None]:
    with _connect(folder, address) as connection:
        row = connection.execute(_STATE).fetchone()
        assert row
        return row


def _missing_migration(connection: psycopg.Connection) -> str:
    """One of our migrations that the database does not have; empty where it has all."""
    applied = {
        (str(room), str(name))
        for room, name in connection.execute("select app, name from django_migrations")
    }
    source = Path(chaperone.__file__).parent
    ours = {(path.parts[-3], path.stem) for path in source.glob("*/migrations/[0-9]*.py")}
    return next((".".join(each) for each in sorted(ours - applied)), "")


def _connect(folder: DataFolder, address: Address) -> psycopg.Connection:
    secret = password(folder.root, "web", {})
    return psycopg.connect(address.dsn("web", secret), connect_timeout=_SECONDS, autocommit=True)
