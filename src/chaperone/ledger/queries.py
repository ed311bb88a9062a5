"""Reading the ledger, for those of an organization who may (45 CFR 164.308(a)(1)(ii)(D))."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max

from chaperone.database.identifiers import first_id_of
from chaperone.ledger.actors import Actor
from chaperone.ledger.entries import open_sealed
from chaperone.ledger.models import Checkpoint, ClockJump, Entry, Subject
from chaperone.ledger.opened import Opened, elements_of
from chaperone.vault.keyring import keyring

# Another server's clock may be ahead by a little.
_SOON = timedelta(minutes=5)


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
    """Entries, newest first. ``next``: what to pass as ``before`` for the page after this one."""

    rows: list[Row]
    next: UUID | None


@dataclass(frozen=True, slots=True)
class Signed:
    """The newest signed checkpoint. ``root`` in hex."""

    size: int
    root: str
    signed_at: datetime
    note: str


def search(
    actor: Actor,
    *,
    person: UUID | None = None,
    member: UUID | None = None,
    event: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    before: UUID | None = None,
    limit: int = 50,
) -> Page:
    """Entries of the actor's organization: by who acted, about whom, what, and when.

    ``since`` inclusive, ``until`` exclusive; ``before``: the ``next`` of the page above.
    """
    upper = _upper_bound(until, before)
    found = Entry.objects.filter(organization_id=actor.organization_id, id__lt=upper)
    if since:
        found = found.filter(id__gte=first_id_of(since))
    if person:
        found = found.filter(actor_id=person)
    if event:
        found = found.filter(event=event)
    if member:
        about = Subject.objects.filter(organization_id=actor.organization_id, member_id=member)
        found = found.filter(id__in=about.filter(entry_id__lt=upper).values("entry_id"))
    return _page(actor, found.order_by("-id").values_list("id", "sealed")[: limit + 1], limit)


def accesses_to(
    actor: Actor, member_id: UUID, *, before: UUID | None = None, limit: int = 50
) -> Page:
    """Every entry about a member, for "who looked"."""
    about = Subject.objects.filter(
        organization_id=actor.organization_id,
        member_id=member_id,
        entry_id__lt=_upper_bound(None, before),
    )
    ids = list(about.order_by("-entry_id").values_list("entry_id", flat=True)[: limit + 1])
    if not ids:
        return Page([], None)
    # The lower bound lets the planner leave out other months.
    found = Entry.objects.filter(
        organization_id=actor.organization_id, id__in=ids, id__gte=ids[-1], id__lte=ids[0]
    )
    return _page(actor, found.order_by("-id").values_list("id", "sealed"), limit)


def latest_checkpoint() -> Signed | None:
    """The newest checkpoint, of the whole installation; None before the first."""
    found = Checkpoint.objects.order_by("-size").first()
    if found is None:
        return None
    return Signed(found.size, bytes(found.root).hex(), found.signed_at, found.note)


def latest_time() -> datetime:
    """The latest time that an entry may bear: now, or what the clock showed before it was put back.

    A search that ended at a clock which was put back would hide what was recorded before.
    """
    noticed = ClockJump.objects.filter(kind="back").aggregate(latest=Max("before"))["latest"]
    now = datetime.now(UTC)
    return max(now, noticed) if noticed else now


def places(entry_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Where entries of the organization in context stand in the tree; who waits is absent."""
    with connection.cursor() as cursor:
        cursor.execute("select * from ledger_places(%s::uuid[])", [list(entry_ids)])
        return dict(cursor.fetchall())


def _upper_bound(until: datetime | None, before: UUID | None) -> UUID:
    """Always one, so that the partitions made ahead are left out."""
    bounds = [first_id_of(latest_time() + _SOON)]
    if until:
        bounds.append(first_id_of(until))
    if before:
        bounds.append(before)
    return min(bounds)


def _page(actor: Actor, found: Iterable[tuple[UUID, bytes | memoryview]], limit: int) -> Page:
    rows = [(entry_id, bytes(sealed)) for entry_id, sealed in found]
    shown = rows[:limit]
    standing = places([entry_id for entry_id, _ in shown]) if shown else {}
    keyring.preload(actor.organization_id, [sealed for _, sealed in shown])
    opened = [_row(actor, entry_id, sealed, standing) for entry_id, sealed in shown]
    return Page(opened, shown[-1][0] if len(rows) > limit else None)


def _row(actor: Actor, entry_id: UUID, sealed: bytes, standing: Mapping[UUID, int]) -> Row:
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
