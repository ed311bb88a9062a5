"""The process ``backup``: makes what is due or asked for, verifies weekly, removes what expired."""

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

import psycopg
from django.db import DatabaseError, close_old_connections

from chaperone.continuity.backups.actions.make import make_backups
from chaperone.continuity.backups.actions.remove import prune
from chaperone.continuity.backups.actions.verify import verify_due
from chaperone.continuity.backups.actions.warn import warn
from chaperone.continuity.backups.errors import AlreadyRunning, BackupError
from chaperone.continuity.backups.queries.catalogue import backups, last_scheduled
from chaperone.continuity.backups.schedule import Clock, is_due
from chaperone.continuity.backups.settings import read_settings
from chaperone.continuity.models import Backup
from chaperone.files.errors import PrivateFileError
from chaperone.ledger.errors import LedgerError

LOOK_SECONDS = 3.0
SETTLE_SECONDS = 60.0
"""After a start other processes have the machine first; what somebody asked for does not wait."""
PAUSE_SECONDS = 15 * 60.0
"""After a failure, until the next try."""
WATCH_SECONDS = 5 * 60.0
_TOLD = (BackupError, DatabaseError, LedgerError, PrivateFileError, psycopg.Error, OSError)
_log = logging.getLogger(__name__)


def run(stop: Event, *, data: Path, also: Sequence[Callable[[], object]] = ()) -> None:
    """Until ``stop`` is set. A run that fails is told and tried again; the process goes on.

    ``also``: what is looked at every few minutes beside backups of our own.
    """
    settled = time.monotonic() + SETTLE_SECONDS
    again, watched = 0.0, 0.0
    clock = Clock()
    while not stop.wait(LOOK_SECONDS):
        close_old_connections()
        now = time.monotonic()
        if now < again:
            continue
        try:
            asked = _asked()
            due = asked or (now >= settled and _due(data, clock))
            if due and not look(scheduled=not asked, clock=clock):
                again = time.monotonic() + PAUSE_SECONDS
            if now >= settled and now - watched > WATCH_SECONDS:
                watched = now
                verify_due()
                for look_at in also:
                    look_at()
                warn()
        except AlreadyRunning:
            continue
        except _TOLD as problem:
            _log.warning("Backups wait for %s seconds: %s", PAUSE_SECONDS, type(problem))
            again = time.monotonic() + PAUSE_SECONDS


def look(*, scheduled: bool, clock: Clock) -> bool:
    """Makes one now and removes what expired; whether every place has it."""
    made = make_backups(scheduled=scheduled, clock=clock)
    prune()
    warn()
    return all(row.state == Backup.State.WHOLE for row in made)


def _asked() -> bool:
    return backups().filter(state=Backup.State.ASKED).exists()


def _due(data: Path, clock: Clock) -> bool:
    at = read_settings(data).at
    return any(
        is_due(last_scheduled(place.url, boot=clock.boot()), at=at, clock=clock)
        for place in read_settings(data).targets
    )
