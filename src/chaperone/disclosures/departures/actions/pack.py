"""Packing what is returned: some members at a time, both their files whole or not there at all."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.access.witness import witnessed
from chaperone.conversations.queries.outcome import deliveries_to
from chaperone.disclosures.departures.packing import lines_about, packed, recipient
from chaperone.disclosures.departures.resources import resources_of
from chaperone.disclosures.events import DEPARTURE_PACKED
from chaperone.disclosures.models import Departure, Part
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.members.models import Member

MEMBERS_AT_ONCE = 100
PLACE = "disclosures.departure"


def pack(*, organization_id: UUID) -> bool:
    """Packs some members in a transaction of its own, with the record of what was opened for it.

    Killed at any moment it goes on with the next member. True while there is more to pack.
    """
    actor = worker(organization_id)
    with acting_for(actor):
        rows = Departure.objects.filter(
            organization_id=organization_id, state=Departure.State.PACKING
        )
        departure = rows.select_for_update().first()
        if departure is None:
            return False
        members = _next(departure)
        if members:
            _pack(actor, departure, members)
            return True
        _finish(actor, departure)
        return False


def _next(departure: Departure) -> list[UUID]:
    rows = Member.objects.filter(
        organization_id=departure.organization_id, destroyed_at__isnull=True
    )
    if departure.packed_upto:
        rows = rows.filter(id__gt=departure.packed_upto)
    return list(rows.order_by("id").values_list("id", flat=True)[:MEMBERS_AT_ONCE])


def _pack(actor: Actor, departure: Departure, members: list[UUID]) -> None:
    with witnessed(actor, purpose="return", place=PLACE):
        lines = list(lines_about(departure.organization_id, members))
        resources = list(resources_of(lines, deliveries_to(departure.organization_id, members)))
        _add(departure, Part.Form.ROWS, lines, of=len(members))
        _add(departure, Part.Form.FHIR, resources, of=len(members))
    departure.packed_upto = members[-1]
    departure.save(update_fields=["packed_upto"])


def _add(departure: Departure, form: str, lines: list[dict[str, Any]], *, of: int) -> None:
    content = packed(lines, recipient(departure.recipient))
    Part.objects.create(
        organization_id=departure.organization_id,
        departure=departure,
        number=departure.parts.count() + 1,
        form=form,
        members=of,
        rows=len(lines),
        size=len(content),
        sha256=sha256(content).hexdigest(),
        content=content,
    )


def _finish(actor: Actor, departure: Departure) -> None:
    departure.state, departure.packed_at = Departure.State.PACKED, timezone.now()
    departure.save(update_fields=["state", "packed_at"])
    parts = departure.parts.defer("content").order_by("number")
    append(
        event=DEPARTURE_PACKED,
        actor=actor,
        details={
            "departure": str(departure.id),
            "parts": [
                {"form": each.form, "rows": each.rows, "sha256": each.sha256} for each in parts
            ],
        },
    )
