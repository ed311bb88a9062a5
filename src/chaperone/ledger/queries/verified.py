"""When the ledger was last verified, and what came of it (45 CFR 164.312(c)(2))."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.ledger.queries.searching import search
from chaperone.ledger.record_events import LEDGER_NOT_VERIFIED, LEDGER_VERIFIED

_EVENTS = (LEDGER_VERIFIED.name, LEDGER_NOT_VERIFIED.name)


class Verified(NamedTuple):
    """A verification that somebody of the organization asked for. ``entry_id``: where it stands."""

    at: datetime
    good: bool
    size: int
    entry_id: UUID


def last_verified(actor: Actor) -> Verified | None:
    """The latest, whatever came of it; None where nobody of the organization asked yet."""
    found = search(actor, events=_EVENTS, limit=1).rows
    if not found:
        return None
    row = found[0]
    size = row.details.get("size") or 0
    return Verified(row.at, row.event == LEDGER_VERIFIED.name, int(size), row.id)
