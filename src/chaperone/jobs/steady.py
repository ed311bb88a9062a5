"""What a worker does every few seconds by the steady clock.

The schedule of tasks follows the wall clock and stands still after that was put back, until it has
caught up. What must not wait for it is registered here, from ``AppConfig.ready``.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import connections

SECONDS = 5.0
_log = logging.getLogger(__name__)
_work: list[Callable[[], object]] = []


def steadily(work: Callable[[], object]) -> None:
    """Has ``work`` called every ``SECONDS`` in each worker; safe to repeat, and short."""
    _work.append(work)


@contextmanager
def running() -> Iterator[None]:
    """Calls what was registered, in a thread with connections of its own, during this block."""
    ended = Event()
    thread = Thread(target=_run, args=(ended,), name="steady-work")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _run(ended: Event) -> None:
    while not ended.wait(SECONDS):
        for work in _work:
            try:
                work()
            except Exception:  # noqa: BLE001
                # Whatever it was (the database or the keys away), this thread is the only one.
                _log.exception("To be tried again in %s seconds.", SECONDS)
        connections.close_all()
