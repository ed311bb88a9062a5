"""Entries of the ledger that show something, by what happened; unopened."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from chaperone.ledger.actors import Actor
from chaperone.ledger.events import Event
from chaperone.ledger.queries.searching import find_ids

MOST_COUNTED = 500


def happened(actor: Actor, *events: Event, days: int = 90) -> list[UUID]:
    """The ids of such entries of the last days, newest first, ``MOST_COUNTED`` at most."""
    since = timezone.now() - timedelta(days=days)
    names = [event.name for event in events]
    return find_ids(actor, events=names, since=since, limit=MOST_COUNTED)


def told(found: list[UUID]) -> float | str:
    """How many they are, for a figure."""
    return len(found) if len(found) < MOST_COUNTED else f"{MOST_COUNTED} or more"
