"""What a worker makes before it takes work, so that nobody's text waits for it.

Registered here from ``AppConfig.ready``: what takes seconds and is made once in each process.
"""

import logging
from collections.abc import Callable

_log = logging.getLogger(__name__)
_makes: dict[Callable[[], object], None] = {}


def made_beforehand(make: Callable[[], object]) -> None:
    """Has ``make`` called once by each worker before it takes work; safe to repeat."""
    _makes[make] = None


def make_all() -> None:
    """Calls what was registered. What fails is logged and left to the task that needs it: texts
    that need nothing of it, such as those in an emergency, must not wait for its repair."""
    for make in _makes:
        try:
            make()
        except Exception:  # noqa: BLE001
            _log.exception("It is made when it is needed.")
