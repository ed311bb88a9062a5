"""Notices that somebody set the wall clock. Pure.

Time services slew the wall clock and the machine's steady one alike; what remains between the two
was set by somebody.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal


@dataclass(frozen=True, slots=True)
class Jump:
    """The clock was put back or forward. ``before``: what it would show now if it had not been.

    ``at_start``: seen when a process began, against the latest time that it knew.
    """

    kind: Literal["back", "forward"]
    before: datetime
    after: datetime
    at_start: bool = False

    @property
    def by(self) -> timedelta:
        return abs(self.after - self.before)


class Watch:
    """Compares a wall clock with a steady one since it was made or last found them apart.

    ``back`` and ``forward``: how far apart they may be and count as together.
    """

    def __init__(
        self,
        back: timedelta,
        forward: timedelta,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        # Goes on while the machine sleeps, as the wall clock does.
        steady: Callable[[], float] = lambda: time.clock_gettime(time.CLOCK_BOOTTIME),
    ) -> None:
        self._back, self._forward = back, forward
        self._wall, self._steady = wall, steady
        self._began, self._began_steady = wall(), steady()

    def look(self) -> Jump | None:
        """What has happened to the clock, told once."""
        now, steady = self._wall(), self._steady()
        expected = self._began + timedelta(seconds=steady - self._began_steady)
        apart = now - expected
        if -self._back <= apart <= self._forward:
            return None
        self._began, self._began_steady = now, steady
        return Jump("back" if apart < -self._back else "forward", expected, now)
