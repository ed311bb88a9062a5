"""A clock that is not steady is noticed and kept, not hidden.

The place in the tree is the order of entries; wall time stands beside it and may be wrong. The
sequencer compares the wall clock with the machine's steady one, all the time, and when it starts
with the latest time that the ledger knows. It holds no keys: what it notices is a row, which a
worker turns into an entry (``recording``).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import psycopg

from chaperone.database.identifiers import instant_of, new_id

# Time services slew both clocks alike; what remains between them was set by somebody.
BACK = timedelta(seconds=1)
FORWARD = timedelta(seconds=10)
_NOTE = """
    insert into ledger_clock_jump (id, kind, seconds, before, after, at_start)
    values (%s, %s, %s, %s, %s, %s)
"""
_LAST_SIGNED = "select signed_at from ledger_checkpoint order by size desc limit 1"
_LAST_PLACED = "select entry_id from ledger_leaf order by leaf_index desc limit 1"


@dataclass(frozen=True, slots=True)
class Jump:
    """The clock was put back or forward. ``before``: what it would show now if it had not been.

    ``at_start``: seen when the sequencer began, against the latest time in the ledger.
    """

    kind: Literal["back", "forward"]
    before: datetime
    after: datetime
    at_start: bool = False

    @property
    def by(self) -> timedelta:
        return abs(self.after - self.before)


class Watch:
    """Compares a wall clock with a steady one since it was made or last found them apart."""

    def __init__(
        self,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        # Goes on while the machine sleeps, as the wall clock does.
        steady: Callable[[], float] = lambda: time.clock_gettime(time.CLOCK_BOOTTIME),
    ) -> None:
        self._wall, self._steady = wall, steady
        self._began, self._began_steady = wall(), steady()

    def look(self) -> Jump | None:
        """What has happened to the clock, told once."""
        now, steady = self._wall(), self._steady()
        expected = self._began + timedelta(seconds=steady - self._began_steady)
        apart = now - expected
        if -BACK <= apart <= FORWARD:
            return None
        self._began, self._began_steady = now, steady
        return Jump("back" if apart < -BACK else "forward", expected, now)


def behind_ledger(connection: psycopg.Connection, now: datetime) -> Jump | None:
    """Whether the clock is behind the last checkpoint or the last entry that was placed.

    For a start: there is no steady clock from before. As the sequencer.
    """
    known = [
        *(signed_at for (signed_at,) in connection.execute(_LAST_SIGNED)),
        *(instant_of(entry_id) for (entry_id,) in connection.execute(_LAST_PLACED)),
    ]
    latest = max(known, default=now)
    if now >= latest - BACK:
        return None
    return Jump("back", latest, now, at_start=True)


def note(connection: psycopg.Connection, jump: Jump) -> None:
    """Keeps it until a worker has recorded it, and for searches by time. As the sequencer."""
    seconds = jump.by.total_seconds()
    connection.execute(
        _NOTE, [new_id(), jump.kind, seconds, jump.before, jump.after, jump.at_start]
    )
