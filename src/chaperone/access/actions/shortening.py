"""Clearances that shall end sooner for everybody, such as when there is something new to read."""

from datetime import date
from typing import Any

from django.db import connection, transaction

from chaperone.access.events import CLEARANCE_SHORTENED
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor

_SHORTEN = """
    WITH longer AS (
        UPDATE access_clearance
        SET ended_at = statement_timestamp(), ended_by = %(actor)s, end_reason = %(reason)s
        WHERE organization_id = %(organization)s AND name = %(clearance)s
          AND ended_at IS NULL AND until > %(until)s
        RETURNING user_id
    )
    SELECT DISTINCT user_id FROM longer
"""
_GRACE = """
    INSERT INTO access_clearance
        (id, organization_id, user_id, name, until, why, held_at, given_by, end_reason)
    SELECT gen_random_uuid(), %(organization)s, u, %(clearance)s, %(until)s, 'grace',
           statement_timestamp(), %(actor)s, ''
    FROM unnest(%(users)s::uuid[]) u
"""


@transaction.atomic
def shorten_holds(*, actor: Actor, clearance: str, until: date, reason: str) -> int:
    """Has everybody who holds a clearance beyond ``until`` hold it through that day only.

    How many people that were. ``until``: 90 days ahead at most; where it has passed, they hold
    nothing from now on. One entry of the ledger for all of them.
    """
    values: dict[str, Any] = {
        # The operator has no id: the installation's own stands for it.
        "actor": actor.id or actor.organization_id,
        "organization": actor.organization_id,
        "clearance": clearance,
        "until": until,
        "reason": reason.strip()[:200],
    }
    with connection.cursor() as cursor:
        cursor.execute(_SHORTEN, values)
        users = [row[0] for row in cursor.fetchall()]
        cursor.execute(_GRACE, values | {"users": users})
    if users:
        append(
            event=CLEARANCE_SHORTENED,
            actor=actor,
            details={
                "clearance": clearance,
                "until": until.isoformat(),
                "people": len(users),
                "reason": values["reason"],
            },
        )
    return len(users)
