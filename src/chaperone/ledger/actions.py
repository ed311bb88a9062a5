"""Appending to the ledger (45 CFR 164.312(b), 164.316(b)(1)(ii))."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction

from chaperone.crypto.errors import CryptoError
from chaperone.crypto.values import SealingKey
from chaperone.database.context import Context, apply
from chaperone.database.identifiers import new_id
from chaperone.ledger import elsewhere
from chaperone.ledger.actors import Actor
from chaperone.ledger.connecting import preparing_cursor
from chaperone.ledger.entries import Entry, each_once, open_sealed, seal
from chaperone.ledger.errors import NotInTransaction, NotRecorded
from chaperone.ledger.events import Event
from chaperone.ledger.opened import Opened
from chaperone.ledger.origins import noted_address
from chaperone.ledger.portions import Portion, portions
from chaperone.vault.errors import VaultError
from chaperone.vault.inside import inside
from chaperone.vault.keyring import keyring

APART = "apart"
_THERE = "select from ledger_entry where id = %s"
_APPEND = (
    "select ledger_append(%s, %s, %s, %s, %s, %s, %s, %s::uuid[], %s::text[], %s::uuid, %s::bytea)"
)


def append(
    *,
    event: Event,
    actor: Actor,
    members: Iterable[UUID] = (),
    details: Mapping[str, Any] | None = None,
    opened: Iterable[Opened] = (),
    purpose: str = "",
) -> UUID:
    """Writes an entry in the transaction of the act that it records; returns its id.

    What one cannot hold is several, which say so (``portions``); the first's id is returned.
    ``members``: whom the act concerned; each then finds it under "who looked". ``details``: plain
    JSON values, never what was said about or by a member. ``opened``: which sealed values were
    opened, by whose elements the entry is found; ``purpose``: why. Where, and under which grants,
    the actor says. The entry belongs to the actor's organization, which must be the one in context.

    Raises ``NotInTransaction``, ``NotRecorded``, ``DetailsNotPlain``, ``EntryTooLong``.
    """
    if not connections[DEFAULT_DB_ALIAS].in_atomic_block:
        raise NotInTransaction
    try:
        key = keyring.ledger_key(actor.organization_id)
    except (VaultError, CryptoError, DatabaseError) as error:
        raise NotRecorded from error
    entries = _entries(event, actor, members, details, opened, purpose)
    return _write_all(DEFAULT_DB_ALIAS, key, entries)


def append_apart(
    *,
    event: Event,
    actor: Actor,
    members: Iterable[UUID] = (),
    details: Mapping[str, Any] | None = None,
    opened: Iterable[Opened] = (),
    purpose: str = "",
) -> UUID:
    """The same in a transaction of its own, so that a rollback of the caller's cannot erase it.

    For refusals. Committed when this returns. Raises ``NotRecorded``, ``DetailsNotPlain``,
    ``EntryTooLong``.
    """
    try:
        key = _key_for_refusal(actor.organization_id)
        with transaction.atomic(using=APART, durable=True):
            with connections[APART].cursor() as cursor:
                apply(cursor, Context(actor.organization_id))
            entries = _entries(event, actor, members, details, opened, purpose)
            return _write_all(APART, key, entries)
    except (VaultError, CryptoError, DatabaseError) as error:
        raise NotRecorded from error


def append_again(entry: Entry, sealed: bytes) -> None:
    """Writes an entry as it was sealed before, byte for byte, in the context of its organization.

    For restores: what a mirror holds and the backup does not. Raises ``NotRecorded``.
    """
    try:
        preparing_cursor(DEFAULT_DB_ALIAS).execute(_APPEND, _row(entry, sealed))
    except DatabaseError as error:
        raise NotRecorded from error


def _entries(
    event: Event,
    actor: Actor,
    members: Iterable[UUID],
    details: Mapping[str, Any] | None,
    opened: Iterable[Opened],
    purpose: str,
) -> list[Entry]:
    told = elsewhere.marked(details)
    found = portions(each_once(members), opened)
    if len(found) == 1:
        return [_entry(event, actor, found[0], told, purpose)]
    return [
        _entry(event, actor, portion, told | {"part": [number, len(found)]}, purpose)
        for number, portion in enumerate(found, 1)
    ]


def _entry(
    event: Event, actor: Actor, portion: Portion, details: Mapping[str, Any], purpose: str
) -> Entry:
    return Entry(
        id=new_id(),
        event=event.name,
        actor_kind=actor.kind,
        actor_id=actor.id,
        organization_id=actor.organization_id,
        members=each_once(portion.members),
        recorded_at=datetime.now(UTC),
        details=details,
        outcome=event.outcome,
        address=actor.address,
        session=actor.session,
        grants=actor.grant_ids,
        purpose=purpose,
        opened=tuple(portion.opened),
    )


def _write_all(alias: str, key: SealingKey, entries: Sequence[Entry]) -> UUID:
    for entry in entries:
        _write(alias, key, entry)
    return entries[0].id


def _write(alias: str, key: SealingKey, entry: Entry) -> None:
    sealed = seal(entry, key)
    if keep := elsewhere.keeper():
        keep("entry", organization_id=entry.organization_id, row=entry.id, sealed=sealed)
    else:
        _insert(alias, entry, sealed)


def join(*, organization_id: UUID, entry_id: UUID, sealed: bytes) -> bool:
    """Writes an entry that was sealed and kept elsewhere, as it is, with the time it bears.

    In the caller's transaction and the organization's context. False, and nothing written, where
    it has joined before. Raises ``NotInTransaction``, ``NotRecorded``, and ``CryptoError`` or
    ``KeyMissing`` where it is not what was sealed for this id and organization.
    """
    if not connections[DEFAULT_DB_ALIAS].in_atomic_block:
        raise NotInTransaction
    key = keyring.opening_key(organization_id, sealed)
    entry = open_sealed(sealed, key, organization_id=organization_id, entry_id=entry_id)
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_THERE, [entry_id])
        if cursor.fetchone() is not None:
            return False
    _insert(DEFAULT_DB_ALIAS, entry, sealed)
    return True


def _insert(alias: str, entry: Entry, sealed: bytes) -> None:
    try:
        preparing_cursor(alias).execute(_APPEND, _row(entry, sealed))
    except DatabaseError as error:
        raise NotRecorded from error


def _row(entry: Entry, sealed: bytes) -> list[Any]:
    return [
        entry.id,
        entry.organization_id,
        entry.event,
        entry.actor_kind,
        entry.actor_id,
        entry.recorded_at,
        sealed,
        list(entry.members),
        entry.elements,
        entry.session,
        noted_address(entry),
    ]


def _key_for_refusal(organization_id: UUID) -> SealingKey:
    """The key ring reads by the default connection, which may have no context any more."""
    if connections[DEFAULT_DB_ALIAS].in_atomic_block:
        return keyring.ledger_key(organization_id)
    with inside(organization_id):
        return keyring.ledger_key(organization_id)
