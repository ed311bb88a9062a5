"""Running a drill: a whole restore into a scratch place, timed (45 CFR 164.308(a)(7)(ii)(D))."""

import logging
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from chaperone.continuity.drills.actions.filing import file_drills
from chaperone.continuity.drills.errors import AnotherRuns, NothingToRestore
from chaperone.continuity.drills.restores import Chosen, Restored, Restorer
from chaperone.continuity.models import Drill

_LOCK = "SELECT pg_try_advisory_lock(hashtextextended('continuity drills', 0))"
_UNLOCK = "SELECT pg_advisory_unlock(hashtextextended('continuity drills', 0))"
_DIED = "The process that ran it ended before the drill did."
_UNTOLD = "The restore ended with an error of the program: {}. The log of the process has more."
_MOST = 500
_log = logging.getLogger(__name__)


def run(
    *, chosen: Chosen | None, scratch: Path, restore: Restorer, cause: str = Drill.Cause.COMMAND
) -> Drill:
    """Restores ``chosen`` into a folder of its own below ``scratch``, which is gone afterwards,
    and files what came of it with every organization; returns the drill.

    A restore that fails is a drill that failed: filed, and somebody is called. Outside
    transactions, as a worker. Raises ``AnotherRuns``; ``NothingToRestore`` after having filed it,
    for an installation without a whole backup does not come back.
    """
    with _alone():
        _end_the_dead()
        drill = _begin(chosen, cause)
        began = time.monotonic()
        if chosen is None:
            _fail(drill, str(NothingToRestore()))
        else:
            _try(drill, chosen, scratch, restore, began)
        file_drills()
    if chosen is None:
        raise NothingToRestore
    drill.refresh_from_db()
    return drill


def clean_up(scratch: Path) -> None:
    """Ends what a process that died left: its drill is a failed one, its folder is removed.

    Where a drill runs, nothing is touched.
    """
    try:
        with _alone():
            if _end_the_dead():
                for left in scratch.glob(f"{_PREFIX}*"):
                    shutil.rmtree(left, ignore_errors=True)
            file_drills()
    except AnotherRuns:
        return


_PREFIX = "drill-"


def _try(drill: Drill, chosen: Chosen, scratch: Path, restore: Restorer, began: float) -> None:
    # PostgreSQL may run as another user, who passes through to its folder.
    scratch.mkdir(mode=0o711, parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=scratch))
    try:
        restored = restore(chosen, place)
    except Exception as problem:  # noqa: BLE001
        # Whatever it was, it would have been in the way on the day itself.
        _log.exception("The drill failed.")
        _fail(drill, _sentence(problem))
    else:
        _pass(drill, restored, time.monotonic() - began)
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def _alone() -> Iterator[None]:
    """Holds a lock of the database session. Raises ``AnotherRuns``."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        if not cursor.fetchone()[0]:
            raise AnotherRuns
    try:
        yield
    finally:
        # A session that was lost meanwhile has lost its lock with it.
        if connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute(_UNLOCK)


def _end_the_dead() -> list[UUID]:
    """With the lock, no drill runs: those that say so are of a process that died."""
    running = Drill.objects.filter(state=Drill.State.RUNNING)
    found = list(running.values_list("id", flat=True))
    running.update(state=Drill.State.FAILED, ended_at=timezone.now(), why=_DIED)
    return found


@transaction.atomic
def _begin(chosen: Chosen | None, cause: str) -> Drill:
    drill = Drill(
        cause=cause,
        started_at=timezone.now(),
        backup_id=chosen.id if chosen else None,
        backup_name=chosen.name if chosen else "",
    )
    drill.save(force_insert=True)
    return drill


def _pass(drill: Drill, restored: Restored, seconds: float) -> None:
    drill.state, drill.ended_at = Drill.State.WHOLE, timezone.now()
    drill.seconds, drill.recovered_to = seconds, restored.recovered_to
    drill.figures = restored.figures
    drill.save(update_fields=["state", "ended_at", "seconds", "recovered_to", "figures"])


def _fail(drill: Drill, why: str) -> None:
    drill.state, drill.ended_at, drill.why = Drill.State.FAILED, timezone.now(), why[:_MOST]
    drill.save(update_fields=["state", "ended_at", "why"])


def _sentence(problem: Exception) -> str:
    """What our own errors say to people; of others only their kind: they could quote a secret."""
    if type(problem).__module__.startswith("chaperone."):
        return str(problem) or type(problem).__name__
    return _UNTOLD.format(type(problem).__name__)
