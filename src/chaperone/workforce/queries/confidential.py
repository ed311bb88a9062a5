"""Confidential records about people: opened for few, and each reading is on record."""

from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid5

from chaperone.access.queries import names_of
from chaperone.access.sentences import LEFT
from chaperone.ledger.actors import Actor
from chaperone.workforce.models import Confidential, Person


class Record(NamedTuple):
    """A confidential record, opened."""

    id: UUID
    kind: str
    what: str
    happened_on: date
    recorded_by: str


def records_of(actor: Actor, person: Person) -> list[Record]:
    """What is on record about a person, newest first. The caller notes that it was read."""
    rows = list(
        Confidential.objects.filter(
            organization_id=actor.organization_id, person=person, retired_at=None
        ).order_by("-happened_on", "-id")
    )
    names = names_of({row.recorded_by for row in rows})
    return [
        Record(
            id=row.id,
            kind=Confidential.Kind(row.kind.reveal()).label,
            what=row.what.reveal(),
            happened_on=row.happened_on,
            recorded_by=names.get(row.recorded_by, LEFT),
        )
        for row in rows
    ]


def file_of(person: Person) -> UUID:
    """By what the ledger knows a person's confidential file, apart from their other history."""
    return uuid5(person.id, "confidential")
