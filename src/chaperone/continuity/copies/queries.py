"""Copies that were recorded."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings as django
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from chaperone.continuity.archiving.errors import SettingsUnsuitable
from chaperone.continuity.backups.errors import SettingsRefused
from chaperone.continuity.backups.registry import CopiesStanding
from chaperone.continuity.copies.sources import Source, used
from chaperone.continuity.models import Backup

_CHECKPOINT = """
    select size, note from ledger_checkpoint where signed_at <= %s order by size desc limit 1
"""


def copies_of(source: Source) -> QuerySet[Backup]:
    """All that were recorded of it, the newest first."""
    rows = Backup.objects.filter(kind=source.kind, target=source.target)
    return rows.order_by("-made_at", "-id")


def newest_of(source: Source) -> Backup | None:
    """The newest that is whole."""
    return copies_of(source).filter(state=Backup.State.WHOLE).first()


def standings(data: Path, now: datetime | None = None) -> list[CopiesStanding]:
    """Each kind that config.json names; one query for each. Raises ``SettingsUnsuitable``."""
    at = now or timezone.now()
    return [_standing(source, at) for source in used(data)]


def standings_here() -> list[CopiesStanding]:
    """Of this installation; none where its settings cannot be used, which `doctor` says."""
    try:
        return standings(Path(django.CHAPERONE_DATA))
    except (SettingsUnsuitable, SettingsRefused):
        return []


def checkpoint_at(moment: datetime) -> tuple[int, str]:
    """Size and note of the last checkpoint that had been signed then; 0 and nothing before any."""
    with connection.cursor() as cursor:
        cursor.execute(_CHECKPOINT, [moment])
        found: tuple[int, str] | None = cursor.fetchone()
    return found or (0, "")


def _standing(source: Source, at: datetime) -> CopiesStanding:
    last = newest_of(source)
    if last is None:
        return CopiesStanding(source.kind, None, None, "none")
    # A copy of the future: the clock was put back, and says nothing about its age.
    age = max(at - last.made_at, timedelta())
    state = "overdue" if age > source.stale else "weak" if last.why else "ok"
    return CopiesStanding(source.kind, last, age, state)
