"""A sample of entries that anybody who has all of their ids would draw as well."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from chaperone.database.identifiers import first_id_of
from chaperone.ledger.actors import Actor

_DRAW = """
    with found as materialized (
        select entry_id from ledger_search
        where organization_id = %s and element = '' and event = %s
            and entry_id >= %s and entry_id < %s
    )
    select entry_id, (select count(*) from found) from found
    order by sha256(convert_to(%s || entry_id::text, 'UTF8')) limit %s
"""


class Sample(NamedTuple):
    """The ids that were drawn, and of how many."""

    ids: list[UUID]
    population: int


def sample(
    actor: Actor, *, event: str, since: datetime, until: datetime, seed: str, most: int
) -> Sample:
    """Draws entries of an event from ``since`` until ``until``, exclusive, that have their place.

    Those come first whose SHA-256 of ``seed`` and the id, as text, is smallest: the same seed, the
    same sample.
    """
    bounds = [first_id_of(since), first_id_of(until)]
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, [actor.organization_id, event, *bounds, seed, most])
        rows = cursor.fetchall()
    return Sample([entry_id for entry_id, _ in rows], rows[0][1] if rows else 0)
