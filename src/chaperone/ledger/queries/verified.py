"""When the ledger was last verified, and what came of it (45 CFR 164.312(c)(2))."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.ledger.queries.searching import search
from chaperone.ledger.record_events import (
    LEDGER_DISPROVED_DAILY,
    LEDGER_NOT_VERIFIED,
    LEDGER_VERIFIED,
    LEDGER_VERIFIED_DAILY,
)

_ASKED = (LEDGER_VERIFIED.name, LEDGER_NOT_VERIFIED.name)
_DAILY = (LEDGER_VERIFIED_DAILY.name, LEDGER_DISPROVED_DAILY.name)
_GOOD = (LEDGER_VERIFIED.name, LEDGER_VERIFIED_DAILY.name)


class Verified(NamedTuple):
    """A verification. ``entry_id``: where it stands in the organization's record."""

    at: datetime
    good: bool
    size: int
    entry_id: UUID


def last_verified(actor: Actor) -> Verified | None:
    """The latest that somebody of the organization asked for, whatever came of it; else None."""
    return _last(actor, _ASKED)


def last_verified_daily(actor: Actor) -> Verified | None:
    """The latest that a worker made by itself; None before the first."""
    return _last(actor, _DAILY)


def _last(actor: Actor, events: tuple[str, ...]) -> Verified | None:
    found = search(actor, events=events, limit=1).rows
    if not found:
        return None
    row = found[0]
    size = row.details.get("size") or 0
    return Verified(row.at, row.event in _GOOD, int(size), row.id)
