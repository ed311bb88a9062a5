"""How old the last whole backup of each place is, for status, metrics and alarms."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings as django
from django.utils import timezone

from chaperone.continuity.backups.settings import read_settings
from chaperone.continuity.backups.standing import Standing, standings
from chaperone.notices.readings import Reading, State

_HOUR = 3600
_STATES = {"ok": State.OK, "overdue": State.ALARM, "none": State.ALARM, "new": State.ATTENTION}
_SENTENCES = {
    "ok": "The last whole backup is of the last day.",
    "overdue": "The last whole backup is older than 26 hours.",
    "none": "There is no whole backup, and the last try failed.",
    "new": "No backup was made yet; the first comes a minute after the first start.",
}
_REMEDY = "See on the page “Backups” why, and make one: chaperone backup create"


def backup_age() -> Iterator[Reading]:
    """The place that stands worst: where one is missing, the others are no comfort."""
    found = standings(read_settings(Path(django.CHAPERONE_DATA)))
    worst = max(found, key=_badness)
    hours = worst.age.total_seconds() / _HOUR if worst.age is not None else None
    yield Reading(
        name="backup.age",
        label="Age of the last whole backup",
        value=None if hours is None else round(hours, 1),
        unit="h",
        state=_STATES[worst.state],
        sentence=_SENTENCES[worst.state],
        at=timezone.now(),
        remedy="" if worst.state == "ok" else _REMEDY,
    )


def _badness(standing: Standing) -> tuple[int, float]:
    order = ("ok", "new", "overdue", "none")
    age = standing.age.total_seconds() if standing.age is not None else 0.0
    return order.index(standing.state), age
