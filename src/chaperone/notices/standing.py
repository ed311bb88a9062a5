"""The readings as they were last taken, for pages, and for commands that go without models."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from chaperone.ledger.standing import Cursor
from chaperone.notices.readings import State

STALE = timedelta(minutes=5)
"""A reading that is older says nothing any more: whoever takes them has ended."""
_STANDINGS = """
    select name, label, value, unit, state, sentence, remedy, taken_at, since, now()
    from notices_standing order by name
"""
_NOBODY_LOOKS = "This was last read {minutes} minutes ago, when it stood like this: {sentence}"
_START_WORKERS = "See whether the workers run: chaperone status."


class StandingReading(NamedTuple):
    """How something stands, and since when."""

    name: str
    label: str
    value: float | None
    unit: str
    state: str
    sentence: str
    remedy: str
    taken_at: datetime
    since: datetime


def standing_readings(cursor: Cursor) -> list[StandingReading]:
    """All of them, by name; those that are too old as not known. One query."""
    cursor.execute(_STANDINGS)
    return [_aged(StandingReading(*row[:-1]), row[-1]) for row in cursor.fetchall()]


def worst_of(readings: Sequence[StandingReading]) -> State:
    """How all of it stands: as the worst does. Nothing read is not known."""
    states = {reading.state for reading in readings} or {State.UNKNOWN.value}
    return next(state for state in _WORST_FIRST if state in states)


_WORST_FIRST = (State.ALARM, State.UNKNOWN, State.ATTENTION, State.OK)


def _aged(reading: StandingReading, now: datetime) -> StandingReading:
    age = now - reading.taken_at
    if age <= STALE:
        return reading
    minutes = int(age.total_seconds() // 60)
    return reading._replace(
        state=State.UNKNOWN.value,
        value=None,
        sentence=_NOBODY_LOOKS.format(minutes=minutes, sentence=reading.sentence),
        remedy=_START_WORKERS,
    )
