"""What a worker makes before it takes work, so that nobody's text waits for it.

Registered here from ``AppConfig.ready``: what takes seconds and is made once in each process, and
what must not wait even for that, such as a text in danger, which needs nothing of it.
"""

import logging
from collections.abc import Callable
from threading import Thread

from django.db import connections

_PAUSE = 0.25
_log = logging.getLogger(__name__)
_makes: dict[Callable[[], object], None] = {}
_meanwhile: dict[Callable[[], object], None] = {}


def made_beforehand(make: Callable[[], object]) -> None:
    """Has ``make`` called once by each worker before it takes work, in a thread; safe to repeat."""
    _makes[make] = None


def done_meanwhile(work: Callable[[], object]) -> None:
    """Has ``work`` called again and again until all that was made beforehand is; safe to repeat,
    and short.
    """
    _meanwhile[work] = None


def make_all() -> None:
    """Calls what was registered. What fails is logged and left to the task that needs it: texts
    that need nothing of it, such as those in an emergency, must not wait for its repair.
    """
    making = Thread(target=_make_each, name="beforehand", daemon=True)
    making.start()
    while making.is_alive():
        for work in _meanwhile:
            _call(work)
        making.join(_PAUSE)


def _make_each() -> None:
    for make in _makes:
        _call(make)
    connections.close_all()


def _call(work: Callable[[], object]) -> None:
    try:
        work()
    except Exception:  # noqa: BLE001
        _log.exception("It is done when it is needed.")
