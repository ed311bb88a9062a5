"""The register of people."""

from collections.abc import Collection, Mapping
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from chaperone.access.clearances import registered
from chaperone.access.models import Hold
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.workforce.errors import NoSuchPerson
from chaperone.workforce.models import Line, Person


class PersonLine(NamedTuple):
    """Somebody on the register, with the clearances that they lack."""

    person: Person
    lacks: list[str]


def people(actor: Actor) -> QuerySet[Person]:
    """Everybody who works or worked in the actor's organization, by name."""
    rows = Person.objects.filter(organization_id=actor.organization_id)
    return rows.select_related("user").order_by("user__name", "id")


def working(rows: QuerySet[Person]) -> QuerySet[Person]:
    """Who works here now."""
    return rows.filter(ended_on=None)


def with_open_lines(rows: QuerySet[Person]) -> QuerySet[Person]:
    """For whom something of leaving is still to be done."""
    open_lines = Line.objects.filter(
        checklist__person=OuterRef("id"), checklist__kind="termination", done_at=None
    )
    return rows.filter(Exists(open_lines))


def person_of(actor: Actor, person_id: UUID) -> Person:
    """One of them. Raises ``NoSuchPerson``."""
    found = people(actor).filter(id=person_id).first()
    if found is None:
        raise NoSuchPerson
    return found


def own_record(actor: Actor, user_id: UUID) -> Person | None:
    """The record of a user; None where they have none here."""
    return people(actor).filter(user_id=user_id).first()


def person_lines(actor: Actor, rows: Collection[Person]) -> list[PersonLine]:
    """Each with what they lack. Two queries, however many they are."""
    held = held_by(actor, [each.user_id for each in rows])
    return [
        PersonLine(
            each,
            []
            if each.ended_on
            else [
                clearance.label
                for clearance in registered()
                if clearance.name not in held.get(each.user_id, frozenset())
            ],
        )
        for each in rows
    ]


def held_by(actor: Actor, user_ids: Collection[UUID]) -> Mapping[UUID, frozenset[str]]:
    """Which clearances these people hold today."""
    rows = Hold.objects.filter(
        organization_id=actor.organization_id,
        user_id__in=user_ids,
        ended_at=None,
        until__gte=today_of(actor),
    )
    found: dict[UUID, frozenset[str]] = {}
    for user_id, name in rows.values_list("user_id", "name"):
        found[user_id] = found.get(user_id, frozenset()) | {name}
    return found
