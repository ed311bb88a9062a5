"""How an organization answers: four bounded questions over some days, which open nothing.

Each counts members whom the asker reaches, and no others: row security decides.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.conversations.models import Author
from chaperone.database.identifiers import first_id_of
from chaperone.database.sql import statements
from chaperone.organizations.clocks import begin_of

_DAYS, _WAITS, _STATES, _REASONS = (
    statements("chaperone.conversations", f"answering_{name}.sql")
    for name in ("days", "waits", "states", "reasons")
)


class Waits(NamedTuple):
    """How many waited for a person and how long, in seconds: half of them less than the median."""

    people: int
    median: float
    ninetieth: float


NOBODY = Waits(0, 0.0, 0.0)


class Stay(NamedTuple):
    """How long conversations were in a state, in seconds, and how often one came into it."""

    seconds: float
    entered: int


class Answering(NamedTuple):
    """What was found. ``days`` are calendar days in the zone that is active, oldest first."""

    days: list[date]
    texts: Mapping[tuple[date, str], int]
    waits_by_day: Mapping[date, Waits]
    waits_by_urgency: Mapping[str, Waits]
    states: Mapping[str, Stay]
    reasons: Mapping[str, int]

    def written_by(self, author: str) -> list[int]:
        """How many texts ``author`` wrote on each of the days."""
        return [self.texts.get((day, author), 0) for day in self.days]

    @property
    def is_empty(self) -> bool:
        """Whether nobody wrote anything."""
        return not any(any(self.written_by(author)) for author in Author)


def answering(actor: Staff, *, days: int) -> Answering:
    """What happened today and on the ``days - 1`` days before. Four queries."""
    today = timezone.localdate()
    shown = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
    begins = [begin_of(day, timezone.get_current_timezone()) for day in shown]
    values: dict[str, Any] = {
        "organization": actor.organization_id,
        "zone": timezone.get_current_timezone_name(),
        "start": begins[0],
        "first": first_id_of(begins[0]),
        "bounds": [first_id_of(begin) for begin in begins],
    }
    waits = [(day, urgency, _waits(row)) for day, urgency, *row in _rows(_WAITS, values)]
    return Answering(
        days=shown,
        texts={(shown[day], author): count for day, author, count in _rows(_DAYS, values)},
        waits_by_day={day: found for day, _, found in waits if day},
        waits_by_urgency={urgency: found for _, urgency, found in waits if urgency},
        states={
            state: Stay(float(seconds), int(entered))
            for state, seconds, entered in _rows(_STATES, values)
        },
        reasons=dict(_rows(_REASONS, values)),
    )


def _waits(row: list[Any]) -> Waits:
    count, percentiles = row
    return Waits(count, *percentiles) if count else NOBODY


def _rows(statement: str, values: Mapping[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
