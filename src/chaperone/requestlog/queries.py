"""Reading the request log, for those of an organization who may (45 CFR 164.308(a)(1)(ii)(D))."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from chaperone.database.identifiers import first_id_of
from chaperone.ledger.actors import Actor
from chaperone.requestlog.models import Request
from chaperone.requestlog.records import ADDRESS_ELEMENT, Record, open_sealed
from chaperone.vault.keyring import keyring

# Another server's clock may be ahead by a little.
_SOON = timedelta(minutes=5)
_WRONG = 400


@dataclass(frozen=True, slots=True)
class Row:
    """A request, opened. ``intact``: its columns for search say what was sealed."""

    record: Record
    intact: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Requests, newest first. ``next``: what to pass as ``before`` for the page after this one."""

    rows: list[Row]
    next: UUID | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests are asked for; what is empty is not asked for.

    ``status_class``: 2 to 5, the first digit of the status. ``since`` inclusive, ``until``
    exclusive. ``before``: the ``next`` of the page above.
    """

    person: UUID | None = None
    route: str = ""
    status_class: int | None = None
    address: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: UUID | None = None


def search(actor: Actor, wanted: Wanted, *, limit: int = 50) -> Page:
    """Requests of the actor's organization."""
    found = _found(actor.organization_id, wanted).order_by("-id")[: limit + 1]
    rows = list(found)
    shown = rows[:limit]
    keyring.preload(actor.organization_id, [bytes(row.sealed) for row in shown])
    return Page(
        [_opened(actor.organization_id, row) for row in shown],
        shown[-1].id if len(rows) > limit else None,
    )


def people_from(actor: Actor, address: str, since: datetime, until: datetime) -> set[UUID]:
    """Who of the actor's organization asked for anything from an address in that time."""
    found = _found(actor.organization_id, Wanted(address=address, since=since, until=until))
    people = found.filter(actor_id__isnull=False).order_by().values_list("actor_id", flat=True)
    return {person for person in people.distinct() if person}


def _found(organization_id: UUID, wanted: Wanted) -> QuerySet[Request]:
    # Always with an upper bound, so that the partitions made ahead are left out.
    uppers = [first_id_of(datetime.now(UTC) + _SOON), *_bounds(wanted)]
    found = Request.objects.filter(organization_id=organization_id, id__lt=min(uppers))
    if wanted.since:
        found = found.filter(id__gte=first_id_of(wanted.since))
    if wanted.person:
        found = found.filter(actor_id=wanted.person)
    if wanted.route:
        found = found.filter(route=wanted.route)
    if wanted.address:
        found = found.filter(
            address_index__in=keyring.blind_indexes(
                organization_id, element=ADDRESS_ELEMENT, token=wanted.address
            )
        )
    if wanted.status_class:
        lowest = wanted.status_class * 100
        found = found.filter(status__gte=lowest, status__lt=lowest + 100)
        if lowest >= _WRONG:
            # Said once more, for the index over what went wrong.
            found = found.filter(status__gte=_WRONG)
    return found


def _bounds(wanted: Wanted) -> Sequence[UUID]:
    until = [first_id_of(wanted.until)] if wanted.until else []
    return [*until, *([wanted.before] if wanted.before else [])]


def _opened(organization_id: UUID, row: Request) -> Row:
    sealed = bytes(row.sealed)
    key = keyring.opening_key(organization_id, sealed)
    record = open_sealed(sealed, key, organization_id=organization_id, row=row.id)
    # Rows are never changed: each has its index under the version that was in force then.
    addresses = keyring.blind_indexes(
        organization_id, element=ADDRESS_ELEMENT, token=record.address
    )
    intact = (row.actor_id, row.route, row.status) == (
        record.actor_id,
        record.route,
        record.status,
    ) and bytes(row.address_index) in addresses
    return Row(record, intact)
