"""What a review of activity counts: how often each thing happened, by who acted.

45 CFR 164.308(a)(1)(ii)(D). Of entries that have their place in the tree.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from chaperone.database.identifiers import first_id_of
from chaperone.database.sql import statements
from chaperone.ledger.actors import Actor

_COUNTED = statements("chaperone.ledger", "counted.sql")


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
