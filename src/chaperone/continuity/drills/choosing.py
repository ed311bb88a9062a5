"""Which backup a drill restores, and when the next is due."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from chaperone.continuity.drills.errors import WrongSettings
from chaperone.continuity.drills.judging import next_due
from chaperone.continuity.drills.queries.drills import last_started
from chaperone.continuity.drills.restores import Chosen
from chaperone.continuity.drills.settings import read_settings


def latest_backup() -> Chosen | None:
    """The newest whole backup in the catalogue; None where there is none."""
    return None


def first_backup_at() -> datetime | None:
    """When the oldest whole backup was made that the catalogue knows."""
    return None


def next_drill(now: datetime) -> datetime | None:
    """When the schedule runs the next; None where it runs none. Two queries."""
    try:
        every = read_settings(Path(settings.CHAPERONE_DATA)).every
    except WrongSettings:
        return None
    return next_due(
        last_started=last_started(), first_backup=first_backup_at(), every=every, now=now
    )
