"""What a review of activity looks at: a sample that nobody chose, and how much there was.

45 CFR 164.308(a)(1)(ii)(D). Of entries that have their place in the tree.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from chaperone.database.identifiers import first_id_of
from chaperone.database.sql import statements
from chaperone.ledger.actors import Actor

_SAMPLED = statements("chaperone.ledger", "sampled.sql")
_COUNTED = statements("chaperone.ledger", "counted.sql")


class Sample(NamedTuple):
    """Entries and who acted, and how many they were drawn from."""

    population: int
    drawn: list[tuple[UUID, UUID]]


def sample(
    actor: Actor,
    *,
    event: str,
    people: Collection[UUID],
    since: datetime,
    until: datetime,
    leaving_out: Collection[UUID],
    seed: str,
    count: int,
) -> Sample:
    """So many entries of an event by these people, drawn by the seed; the same for the same seed.

    ``since`` inclusive, ``until`` exclusive.
    """
    asked: dict[str, Any] = {
        "organization": actor.organization_id,
        "event": event,
        "people": list(people),
        "since": first_id_of(since),
        "until": first_id_of(until),
        "leaving_out": list(leaving_out),
        "seed": seed,
        "count": count,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SAMPLED, asked)
        rows = cursor.fetchall()
    return Sample(rows[0][2] if rows else 0, [(entry_id, who) for entry_id, who, _ in rows])


def counted(
    actor: Actor, *, events: Collection[str], since: datetime, until: datetime
) -> list[tuple[UUID, str, int]]:
    """How often each event happened, by who acted: the person, or an id that stands for a kind of
    program.
    """
    asked: dict[str, Any] = {
        "organization": actor.organization_id,
        "events": sorted(events),
        "since": first_id_of(since),
        "until": first_id_of(until),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, asked)
        return [(who, event, count) for who, event, count in cursor.fetchall()]
