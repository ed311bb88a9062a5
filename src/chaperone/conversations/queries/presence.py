"""Who else looks at a thread just now. Asked for by polls: opens nothing, is soon forgotten."""

from typing import NamedTuple
from uuid import UUID

from django.db import connection

from chaperone.access.actors import Staff
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.database.sql import statements

LASTS = 15
"""Seconds: three polls of a page (``live.js``): one that is late does not make somebody vanish."""
_LOOK = statements("chaperone.conversations", "look.sql")
_FORGET = (
    "DELETE FROM conversations_presence"
    " WHERE organization_id = %(organization)s"
    " AND seen_at < clock_timestamp() - make_interval(secs => %(lasts)s)"
)


class Look(NamedTuple):
    """The number that moves when the conversation changes, and who else looks at it, by name."""

    version: int
    others: list[str]


def look(actor: Staff, *, conversation_id: UUID) -> Look:
    """Notes that the actor looks, for ``LASTS``; tells who else does. Raises ``NotReachable``."""
    values: dict[str, UUID | int] = {
        "organization": actor.organization_id,
        "member": conversation_id,
        "staff": actor.user_id,
        "lasts": LASTS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, values)
        row = cursor.fetchone()
    if row is None:
        raise NotReachable("There is no such conversation among those you can reach.")
    version, others = row
    return Look(version, sorted(names_of(others).values()) if others else [])


def forget_who_looked(*, organization_id: UUID) -> None:
    """Removes whoever is gone."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, {"organization": organization_id, "lasts": LASTS * 4})
