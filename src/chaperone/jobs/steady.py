"""What a worker does every few seconds by the steady clock.

The schedule of tasks follows the wall clock, and begins afresh some seconds after that was set
(``worker``). What must not wait even for this is registered here, from ``AppConfig.ready``.
"""

import logging
import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from threading import Event, Thread

from django.db import connections

SECONDS = 5.0
_log = logging.getLogger(__name__)
_work: list[Callable[[], object]] = []
_apart: list[tuple[Callable[[], object], float]] = []


def at_most_every(seconds: float) -> Callable[[Callable[[], object]], Callable[[], None]]:
    """Decorates work that is due less often than it is called: at the first call, and then again
    when so many seconds have passed, by the steady clock.
    """

    def decorate(work: Callable[[], object]) -> Callable[[], None]:
        due = -math.inf

        @wraps(work)
        def paced() -> None:
            nonlocal due
            if time.monotonic() >= due:
                due = time.monotonic() + seconds
                work()

        return paced

    return decorate


def steadily(work: Callable[[], object], *, apart: bool = False, every: float = SECONDS) -> None:
    """Has ``work`` called every ``SECONDS`` in each worker; safe to repeat, and short.

    ``apart``: in a thread of its own, for what may take seconds and must hold up nothing else, or
    comes round sooner (``every``, in seconds).
    """
    if apart:
        _apart.append((work, every))
    else:
        _work.append(work)


@contextmanager
def running() -> Iterator[None]:
    """Calls what was registered, in threads with connections of their own, during this block."""
    ended = Event()
    together = [(_work, SECONDS), *(([work], every) for work, every in _apart)]
    threads = [Thread(target=_run, args=(ended, *each), name="steady-work") for each in together]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def _run(ended: Event, together: Sequence[Callable[[], object]], every: float) -> None:
    while not ended.wait(every):
        for work in together:
            try:
                work()
            except Exception:  # noqa: BLE001
                # Whatever it was (the database or the keys away), this thread has no other.
                _log.exception("To be tried again in %s seconds.", every)
        connections.close_all()
