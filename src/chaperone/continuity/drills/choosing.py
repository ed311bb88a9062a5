"""Which backup a drill restores, and when the next is due."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from chaperone.continuity.backups.queries.catalogue import backups, last_whole
from chaperone.continuity.drills.errors import WrongSettings
from chaperone.continuity.drills.judging import next_due
from chaperone.continuity.drills.queries.drills import last_started
from chaperone.continuity.drills.restores import Chosen
from chaperone.continuity.drills.settings import read_settings
from chaperone.continuity.models import Backup

_ONCE_WHOLE = (
    Backup.State.WHOLE,
    Backup.State.EXPIRED,
    Backup.State.REMOVED,
    Backup.State.LOST,
)


def latest_backup() -> Chosen | None:
    """The newest whole backup in the catalogue; None where there is none."""
    row = last_whole()
    return Chosen(row.id, row.name, row.made_at, row) if row else None


def first_backup_at() -> datetime | None:
    """When the oldest was made that was ever whole."""
    rows = backups().filter(state__in=_ONCE_WHOLE, kind=Backup.Kind.FULL)
    return rows.order_by("made_at").values_list("made_at", flat=True).first()


def next_drill(now: datetime) -> datetime | None:
    """When the schedule runs the next; None where it runs none. Two queries."""
    try:
        every = read_settings(Path(settings.CHAPERONE_DATA)).every
    except WrongSettings:
        return None
    return next_due(
        last_started=last_started(), first_backup=first_backup_at(), every=every, now=now
    )
