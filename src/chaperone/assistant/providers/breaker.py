"""Leaves a model alone for a while that failed several times in a row.

Kept by each process for itself: a process that asks learns it from its own three failures, and
nothing is shared that could fail. There is one such process in most installations.
"""

import time
from dataclasses import dataclass
from threading import Lock

FAILURES = 3
REST_SECONDS = 30.0


@dataclass(slots=True)
class _State:
    failures: int = 0
    rests_until: float = 0.0


class Breaker:
    """The states of models, by name. Safe to use from several threads."""

    def __init__(self) -> None:
        self._states: dict[str, _State] = {}
        self._lock = Lock()

    def lets_through(self, name: str) -> bool:
        """Whether the model may be asked. After its rest one question is let through as a trial."""
        with self._lock:
            state = self._states.get(name)
            if state is None or state.failures < FAILURES:
                return True
            if state.rests_until > time.monotonic():
                return False
            state.rests_until = time.monotonic() + REST_SECONDS
            return True

    def note(self, name: str, *, failed: bool) -> None:
        """Tells how a question ended. One that went well ends every rest."""
        with self._lock:
            if not failed:
                self._states.pop(name, None)
                return
            state = self._states.setdefault(name, _State())
            state.failures += 1
            state.rests_until = time.monotonic() + REST_SECONDS

    def forget(self) -> None:
        """Every model may be asked again."""
        with self._lock:
            self._states.clear()


breaker = Breaker()
