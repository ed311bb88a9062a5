"""Backups go when their time is over, or when somebody says so; never the last whole one."""

from pathlib import Path

from django.conf import settings as django
from django.db import transaction
from django.utils import timezone

from chaperone.continuity.backups.actions.verify import target_of
from chaperone.continuity.backups.errors import LastWhole, NotWhole
from chaperone.continuity.backups.events import BACKUP_REMOVED
from chaperone.continuity.backups.lock import alone
from chaperone.continuity.backups.names import line_beside
from chaperone.continuity.backups.queries.catalogue import whole_at
from chaperone.continuity.backups.recording import record, why_of
from chaperone.continuity.backups.schedule import Kept, to_remove
from chaperone.continuity.backups.settings import Settings, read_settings
from chaperone.continuity.models import Backup


def remove_backup(*, backup: Backup, reason: str) -> None:
    """Removes one by hand. Raises ``NotWhole``, ``LastWhole``, ``TargetUnavailable``,
    ``AlreadyRunning``.
    """
    with alone():
        whole = whole_at(backup.target)
        if backup.id not in {each.id for each in whole}:
            raise NotWhole
        if len(whole) == 1:
            raise LastWhole
        settings = read_settings(Path(django.CHAPERONE_DATA))
        _remove(backup, settings, Backup.State.REMOVED, reason)


def prune() -> list[Backup]:
    """Removes what no rule keeps any more, at every place. Raises ``TargetUnavailable``,
    ``AlreadyRunning``.
    """
    settings = read_settings(Path(django.CHAPERONE_DATA))
    gone = []
    with alone():
        for place in settings.targets:
            whole = {each.id: each for each in whole_at(place.url)}
            kept = [Kept(each.id, each.made_at) for each in whole.values()]
            for each in to_remove(kept, settings, timezone.now()):
                backup = next(row for row in whole.values() if row.id == each.id)
                _remove(backup, settings, Backup.State.EXPIRED, "")
                gone.append(backup)
    return gone


def _remove(backup: Backup, settings: Settings, state: Backup.State, why: str) -> None:
    """The file first: a row that says whole must have one, and removing may be repeated."""
    with transaction.atomic():
        backup.state, backup.why, backup.ended_at = state, why_of(why), timezone.now()
        backup.save(update_fields=["state", "why", "ended_at"])
        record(BACKUP_REMOVED, backup, how=str(state), why=why)
    target = target_of(backup, settings)
    target.remove(backup.name)
    target.remove(line_beside(backup.name))
