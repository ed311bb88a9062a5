"""How backups stand at each place: the last whole one, how old it is, what is wrong."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from chaperone.continuity.backups.queries.catalogue import backups, last_whole
from chaperone.continuity.backups.settings import Settings
from chaperone.continuity.models import Backup

TOO_OLD = timedelta(hours=26)
"""A day, and time for making it."""


class Standing(NamedTuple):
    """One place. ``failed``: the newest that failed after the last whole one."""

    target: str
    last: Backup | None
    failed: Backup | None
    age: timedelta | None

    @property
    def state(self) -> str:
        """``ok``, ``overdue``, ``none`` or ``new`` (nothing was tried yet)."""
        if self.last is None:
            return "none" if self.failed else "new"
        return "ok" if self.age is not None and self.age <= TOO_OLD else "overdue"


def standings(settings: Settings, now: datetime | None = None) -> list[Standing]:
    """Every place that is set. Two questions for each."""
    at = now or timezone.now()
    found = []
    for place in settings.targets:
        last = last_whole(place.url)
        failed = backups().filter(target=place.url, state=Backup.State.FAILED).first()
        if failed and last and failed.made_at < last.made_at:
            failed = None
        # A backup of the future: the clock was put back, and says nothing about its age.
        age = max(at - last.made_at, timedelta(0)) if last else None
        found.append(Standing(place.url, last, failed, age))
    return found
