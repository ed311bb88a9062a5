"""Departures of an organization, and how far they are."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from chaperone.disclosures.errors import NoSuchDeparture
from chaperone.disclosures.models import Departure, Part
from chaperone.ledger.actors import Actor
from chaperone.members.models import Member


@dataclass(frozen=True, slots=True)
class Progress:
    """How many members there are, were packed, and are destroyed."""

    members: int
    packed: int
    destroyed: int
    parts: list[Part]


def departures_of(actor: Actor) -> list[Departure]:
    """All of the actor's organization, newest first."""
    rows = Departure.objects.filter(organization_id=actor.organization_id)
    return list(rows.defer("content").order_by("-id"))


def departure_of(actor: Actor, departure_id: UUID) -> Departure:
    """One of the actor's organization. Raises ``NoSuchDeparture``."""
    found = Departure.objects.filter(organization_id=actor.organization_id, id=departure_id).first()
    if found is None:
        raise NoSuchDeparture
    return found


def progress_of(departure: Departure) -> Progress:
    """How far it is, in two queries; the content of parts stays in the database."""
    parts = list(departure.parts.defer("content").order_by("number"))
    counted = Member.objects.filter(organization_id=departure.organization_id).aggregate(
        members=Count("id"), destroyed=Count("id", filter=Q(destroyed_at__isnull=False))
    )
    # Of each member there is a file in either form.
    packed = sum(each.members for each in parts if each.form == Part.Form.ROWS)
    return Progress(counted["members"], packed, counted["destroyed"], parts)


def part_of(departure: Departure, number: int) -> Part:
    """A part with its content. Raises ``NoSuchDeparture`` where it is gone or never was."""
    found = departure.parts.filter(number=number, content__isnull=False).first()
    if found is None:
        raise NoSuchDeparture
    return found
