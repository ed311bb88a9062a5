"""Entries as they are read: opened, with their place in the tree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from chaperone.ledger.actors import Actor
from chaperone.ledger.entries import open_sealed
from chaperone.ledger.models import Entry
from chaperone.ledger.opened import Opened, elements_of
from chaperone.vault.keyring import keyring


@dataclass(frozen=True, slots=True)
class Row:
    """An entry, opened. ``position``: its place in the tree, from 0; None while it waits."""

    id: UUID
    at: datetime
    event: str
    actor_kind: str
    actor_id: UUID | None
    members: tuple[UUID, ...]
    details: Mapping[str, Any]
    position: int | None
    outcome: str = ""  # empty in entries of format 1
    address: str = ""
    session: UUID | None = None
    purpose: str = ""
    grants: tuple[UUID, ...] = ()
    opened: tuple[Opened, ...] = ()

    @property
    def elements(self) -> list[str]:
        """What was opened, as "table.element", each once."""
        return elements_of(self.opened)


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, newest first.

    ``next``: what to pass as ``before`` for the page after this one, which is older; ``previous``:
    what to pass as ``after`` for the page before it.
    """

    rows: list[Row]
    next: UUID | None
    previous: UUID | None = None


def places(entry_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Where entries of the organization in context stand in the tree; who waits is absent."""
    with connection.cursor() as cursor:
        cursor.execute("select * from ledger_places(%s::uuid[])", [list(entry_ids)])
        return dict(cursor.fetchall())


def opened_rows(actor: Actor, entry_ids: Sequence[UUID]) -> list[Row]:
    """The entries of these ids that are the actor's organization's, newest first."""
    found = sealed_of(actor, entry_ids)
    standing = places(list(found)) if found else {}
    keyring.preload(actor.organization_id, found.values())
    return [opened_row(actor, entry_id, sealed, standing) for entry_id, sealed in found.items()]


def sealed_of(actor: Actor, entry_ids: Iterable[UUID]) -> dict[UUID, bytes]:
    """The sealed bytes of entries of the actor's organization, newest first."""
    wanted = sorted(entry_ids)
    if not wanted:
        return {}
    # The bounds let the planner leave out other months.
    found = Entry.objects.filter(
        organization_id=actor.organization_id, id__in=wanted, id__gte=wanted[0], id__lte=wanted[-1]
    )
    pairs = found.order_by("-id").values_list("id", "sealed")
    return {entry_id: bytes(sealed) for entry_id, sealed in pairs}


def opened_row(actor: Actor, entry_id: UUID, sealed: bytes, standing: Mapping[UUID, int]) -> Row:
    """One entry, opened; ``standing``: the places of those that have one."""
    key = keyring.opening_key(actor.organization_id, sealed)
    entry = open_sealed(sealed, key, organization_id=actor.organization_id, entry_id=entry_id)
    return Row(
        id=entry_id,
        at=entry.recorded_at,
        event=entry.event,
        actor_kind=entry.actor_kind,
        actor_id=entry.actor_id,
        members=tuple(entry.members),
        details=entry.details,
        position=standing.get(entry_id),
        outcome=entry.outcome,
        address=entry.address,
        session=entry.session,
        purpose=entry.purpose,
        grants=entry.grants,
        opened=entry.opened,
    )
