"""Which moment it is when a place's clocks show a day and a time. Pure.

All are told in UTC, so that two of them are never compared by what one clock shows at both: a day
on which the clocks change has 23 or 25 hours.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo


def instant(day: date, at: time, zone: tzinfo) -> datetime:
    """The moment at which the clocks of ``zone`` show this; the first of two such.

    A time that the clocks leap over is read by the clock before the leap; at either end of the
    calendar, where UTC has no such moment, by UTC's.
    """
    shown = datetime.combine(day, at, tzinfo=zone)
    try:
        return shown.astimezone(UTC)
    except OverflowError:
        return shown.replace(tzinfo=UTC)


def begin_of(day: date, zone: tzinfo) -> datetime:
    """The first moment of a day there."""
    return instant(day, time.min, zone)


def end_of(day: date, zone: tzinfo) -> datetime:
    """The moment at which a day is over there: the first of the next."""
    if day == date.max:
        return datetime.max.replace(tzinfo=UTC)
    return begin_of(day + timedelta(days=1), zone)
