"""A copy of the server's files when the newest has grown old, and what no copy needs goes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from chaperone.continuity.archiving import base, names
from chaperone.continuity.archiving.errors import ArchiveError
from chaperone.continuity.archiving.pruning import prune
from chaperone.continuity.archiving.settings import Settings
from chaperone.continuity.backups.errors import BackupError
from chaperone.continuity.backups.targets.target import Target


def is_due(target: Target, settings: Settings, system: str, *, now: datetime) -> bool:
    """Whether there is no copy that is young enough; one from the future (a clock jumped) counts as
    none that can be relied on. Raises what the target raises.
    """
    found = names.read(target.names()).get(system)
    oldest = now - timedelta(days=settings.copy_days)
    return not any(oldest < each.ended_at <= now for each in (found.bases if found else []))


def keep_copies(
    dsn: str,
    *,
    system: str,
    programs: Path,
    target: Target,
    settings: Settings,
    say: Callable[[str], None],
) -> bool:
    """One look: a copy where one is due, then the pruning. False where it failed, which is said."""
    try:
        now = datetime.now(UTC)
        if is_due(target, settings, system, now=now):
            base.take(dsn, programs=programs, target=target, recipients=settings.recipients)
            since = now - timedelta(days=settings.keep_days)
            prune(target, system=system, since=since)
    except (ArchiveError, BackupError, psycopg.Error, OSError) as problem:
        say(f"The server's files could not be copied for points in time: {problem}")
        return False
    return True
