"""Drills by themselves: beside the backups, in their process."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from django.db import connections
from django.utils import timezone

from chaperone.continuity.drills.actions.running import clean_up, run
from chaperone.continuity.drills.choosing import latest_backup, next_drill
from chaperone.continuity.drills.settings import read_settings
from chaperone.continuity.drills.trial import at_hand, trial
from chaperone.continuity.models import Drill

LOOK_SECONDS = 300.0
_log = logging.getLogger(__name__)


@contextmanager
def running(data: Path) -> Iterator[None]:
    """Looks every five minutes during this block, in a thread with connections of its own."""
    ended = Event()
    thread = Thread(target=_run, args=(ended, data), name="drills", daemon=True)
    thread.start()
    try:
        yield
    finally:
        # A drill that runs is not waited for: the next process ends it as failed, and says so.
        ended.set()


def _run(ended: Event, data: Path) -> None:
    while not ended.wait(LOOK_SECONDS):
        try:
            look(data)
        except Exception:  # noqa: BLE001
            # Whatever it was (the database, the disk), this thread is the only one.
            _log.exception("Drills wait; to be looked at again in %s seconds.", LOOK_SECONDS)
        finally:
            connections.close_all()


def look(data: Path) -> Drill | None:
    """Runs the drill that is due, where its key is at hand; else ends what a dead process left.

    What is due without its key falls due for people (``dues``). Raises as ``run``.
    """
    now = timezone.now()
    scratch = read_settings(data).scratch
    due_at = next_drill(now)
    if due_at is None or due_at > now or not at_hand(data):
        clean_up(scratch)
        return None
    restore = trial(data)
    return run(chosen=latest_backup(), scratch=scratch, restore=restore, cause=Drill.Cause.SCHEDULE)
