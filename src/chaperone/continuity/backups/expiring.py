"""Until when a backup can bring back what was destroyed today."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings as django

from chaperone.continuity.backups.queries.catalogue import backups
from chaperone.continuity.backups.schedule import expires_at
from chaperone.continuity.backups.settings import read_settings
from chaperone.continuity.models import Backup

# What a restore did not find at its place may lie elsewhere.
_HOLDING = (Backup.State.WHOLE, Backup.State.RUNNING, Backup.State.LOST)


def last_expires(organization_id: UUID) -> datetime | None:  # noqa: ARG001  all are in each backup
    """When the last backup is gone that could hold a key of the organization; None: there is none.

    As long as one is made each day: the last whole one is never removed. Where a bucket locks
    what is written for longer, that is longer.
    """
    last = backups().filter(state__in=_HOLDING).first()
    if last is None:
        return None
    return expires_at(last.made_at, read_settings(Path(django.CHAPERONE_DATA)))
