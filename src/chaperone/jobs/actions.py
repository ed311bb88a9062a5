"""Nudges: "look there". The tables carry the work, so a nudge is safe to lose and to repeat."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued


def nudge(task_name: str) -> None:
    """Asks a worker to run ``task_name`` once this transaction has committed.

    One waiting nudge per task is enough, since it drains everything that waits; a second one is
    dropped. It is sent after commit because its unique lock would otherwise make concurrent
    transactions wait for each other.
    """
    transaction.on_commit(lambda: _send(task_name))


def _send(task_name: str) -> None:
    task = app.configure_task(task_name, queueing_lock=task_name)
    try:
        task.defer()
    except AlreadyEnqueued:
        return
