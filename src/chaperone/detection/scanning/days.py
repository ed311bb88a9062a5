"""Rules judge by days of the organization's clock: an alert is of one of them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chaperone.organizations.clocks import begin_of, end_of


class Day(NamedTuple):
    """A day of the organization, from its first moment up to before that of the next, in UTC."""

    date: date
    begins: datetime
    ends: datetime

    def hour(self, at: datetime) -> int:
        """Which hour of the day a moment is in, counted from its beginning."""
        return int((at - self.begins).total_seconds() // 3600)


def day_on(on: date, zone: ZoneInfo) -> Day:
    """The day of this date."""
    return Day(on, begin_of(on, zone), end_of(on, zone))


def day_of(at: datetime, zone: ZoneInfo) -> Day:
    """The day that the moment is in."""
    return day_on(at.astimezone(zone).date(), zone)


def days_between(since: datetime, until: datetime, zone: ZoneInfo) -> Iterator[Day]:
    """Every day of which a part is between two moments, the first included."""
    day = day_of(since, zone)
    while day.begins < until:
        yield day
        day = day_on(day.date + timedelta(days=1), zone)


def back(day: Day, days: int, zone: ZoneInfo) -> list[Day]:
    """So many days before this one, oldest first."""
    return [day_on(day.date - timedelta(days=each), zone) for each in range(days, 0, -1)]
