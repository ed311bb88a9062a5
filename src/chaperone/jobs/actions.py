"""Nudges: "look there". The tables carry the work, so a nudge is safe to lose and to repeat."""

from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

_FIRST, _LAST = 10, -10
_WAITING = "SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo'"


def nudge(task_name: str, **ids: UUID) -> None:
    """Asks a worker to run ``task_name`` with these ids once this transaction has committed.

    One waiting nudge per task and ids is enough, since it drains everything that waits; a second
    one is dropped. It is sent after commit because its unique lock would otherwise make concurrent
    transactions wait for each other, and lost where that fails: a sweep finds what it left.
    """
    transaction.on_commit(lambda: _send(task_name, ids), robust=True)


def nudge_first(task_name: str, **ids: UUID) -> None:
    """The same, and workers take it before every other nudge that waits."""
    transaction.on_commit(lambda: _send(task_name, ids, priority=_FIRST), robust=True)


def nudge_last(task_name: str, **ids: UUID) -> None:
    """The same, and workers take it after every other nudge that waits."""
    transaction.on_commit(lambda: _send(task_name, ids, priority=_LAST), robust=True)


def _send(task_name: str, ids: dict[str, UUID], *, priority: int = 0) -> None:
    lock = ":".join((task_name, *map(str, ids.values())))
    if _waits(lock):
        return
    task = app.configure_task(task_name, queueing_lock=lock, priority=priority)
    try:
        task.defer(**{name: str(value) for name, value in ids.items()})
    except AlreadyEnqueued:
        return


def _waits(lock: str) -> bool:
    """Whether such a nudge was not begun yet. Asked first: a refused insert costs more."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [lock])
        return cursor.fetchone() is not None
