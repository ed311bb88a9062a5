"""How old the newest copy of each kind is, for status, metrics and alarms."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings as django
from django.utils import timezone

from chaperone.continuity.backups.registry import CopiesStanding
from chaperone.continuity.copies.queries import standings
from chaperone.continuity.models import Backup
from chaperone.notices.readings import Reading, State

_HOUR = 3600
_NAMES = {
    Backup.Kind.BASE: ("copies.archive", "Age of the newest copy for points in time"),
    Backup.Kind.PGBACKREST: ("copies.pgbackrest", "Age of the newest backup by pgBackRest"),
    Backup.Kind.RDS: ("copies.rds", "Age of the newest snapshot of RDS"),
}
_STATES = {"ok": State.OK, "weak": State.ATTENTION, "overdue": State.ALARM, "none": State.ALARM}
_SENTENCES = {
    "ok": "The newest copy is as young as it must be.",
    "weak": "The newest copy is young enough, and something is wrong with it.",
    "overdue": "The newest copy is older than it may be.",
    "none": "No copy is there, though one is expected.",
}
_REMEDY = "See why: chaperone backup copies"


def copy_ages() -> Iterator[Reading]:
    """One for each kind that config.json names."""
    for standing in standings(Path(django.CHAPERONE_DATA)):
        yield _reading(standing)


def _reading(standing: CopiesStanding) -> Reading:
    name, label = _NAMES[standing.kind]
    age = standing.age
    return Reading(
        name=name,
        label=label,
        value=None if age is None else round(age.total_seconds() / _HOUR, 1),
        unit="h",
        state=_STATES[standing.state],
        sentence=_SENTENCES[standing.state],
        at=timezone.now(),
        remedy="" if standing.state == "ok" else _REMEDY,
    )
