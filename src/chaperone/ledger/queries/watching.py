"""What detection reads (45 CFR 164.308(a)(1)(ii)(D)): entries by their places, and by the columns
for search. Nothing of a member is opened; of entries only those whose insides are asked for.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from chaperone.database.identifiers import first_id_of
from chaperone.database.sql import statements
from chaperone.ledger.actors import Actor
from chaperone.ledger.models import Tree
from chaperone.ledger.queries.rows import Row, opened_rows

_AT_ONCE = 1_000
_PLACED = "select * from ledger_placed(%s, %s)"
_WATCHED = statements("chaperone.ledger", "watched.sql")
_EVENTS = statements("chaperone.ledger", "watched_events.sql")

Watched = tuple[bytes, bytes, bytes, str, bool, bool]
"""Entry, person and member as the 16 bytes of their ids; the event; whether no element but the
plain ones was opened; whether the entry is about this member alone."""


class Placed(NamedTuple):
    """An entry that has its place. ``actor``: the person, or an id that stands for a program."""

    entry_id: UUID
    event: str
    actor: UUID


def tree_size() -> int:
    """How many entries have a place, of the whole installation."""
    return Tree.objects.values_list("size", flat=True).get()


def placed(lowest: int, beyond: int) -> list[Placed]:
    """Entries of the organization in context between two places, in their order. As a worker."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACED, [lowest, beyond])
        return [Placed(*row) for row in cursor.fetchall()]


def watched(
    actor: Actor,
    people: Collection[UUID],
    *,
    since: datetime,
    until: datetime,
    events: Collection[str],
    plain: Collection[str],
) -> list[Watched]:
    """Of these events, what these people opened or did of members, by the columns for search.

    Oldest first; an entry about several members gives a row for each, one after another.
    ``plain``: elements that are nothing more than who somebody is.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _WATCHED,
            {
                "organization": actor.organization_id,
                "since": first_id_of(since),
                "until": first_id_of(until),
                "actors": list(people),
                "plain": sorted(plain),
                "events": sorted(events),
            },
        )
        rows: list[Watched] = cursor.fetchall()
    return rows


def happened(
    actor: Actor,
    events: Collection[str],
    *,
    since: datetime,
    until: datetime,
    people: Collection[UUID] | None = None,
) -> Iterator[Row]:
    """Placed entries of these events, opened, oldest first, a batch at a time."""
    with connection.cursor() as cursor:
        cursor.execute(
            _EVENTS,
            {
                "organization": actor.organization_id,
                "events": sorted(events),
                "since": first_id_of(since),
                "until": first_id_of(until),
                "actors": None if people is None else list(people),
            },
        )
        ids = [entry_id for (entry_id,) in cursor.fetchall()]
    for start in range(0, len(ids), _AT_ONCE):
        yield from reversed(opened_rows(actor, ids[start : start + _AT_ONCE]))
