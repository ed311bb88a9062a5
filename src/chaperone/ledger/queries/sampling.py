"""A sample of entries that anybody who has all of their ids would draw as well."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from chaperone.database.identifiers import first_id_of
from chaperone.database.sql import statements
from chaperone.ledger.actors import Actor

_SAMPLED = statements("chaperone.ledger", "sampled.sql")


class Sample(NamedTuple):
    """Entries and who acted (the person, or an id that stands for a kind of program), and how many
    entries they were drawn from.
    """

    population: int
    drawn: list[tuple[UUID, UUID]]


def sample(
    actor: Actor,
    *,
    event: str,
    since: datetime,
    until: datetime,
    seed: str,
    most: int,
    people: Collection[UUID] | None = None,
    leaving_out: Collection[UUID] = (),
) -> Sample:
    """Draws entries of an event from ``since`` until ``until``, exclusive, that have their place.

    ``people``: of these alone. Those come first whose SHA-256 of ``seed`` and the id, as text, is
    smallest: the same seed, the same sample.
    """
    asked: dict[str, Any] = {
        "organization": actor.organization_id,
        "event": event,
        "people": None if people is None else list(people),
        "since": first_id_of(since),
        "until": first_id_of(until),
        "leaving_out": list(leaving_out),
        "seed": seed,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SAMPLED, asked)
        rows = cursor.fetchall()
    return Sample(rows[0][2] if rows else 0, [(entry_id, who) for entry_id, who, _ in rows])
