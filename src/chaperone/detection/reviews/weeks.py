"""Weeks by an organization's own clock, from Monday."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

_WEEK = timedelta(weeks=1)


class Week(NamedTuple):
    """A week: its Monday, and its first moment and the one after its last."""

    first_day: date
    since: datetime
    until: datetime

    @property
    def last_day(self) -> date:
        return self.first_day + _WEEK - timedelta(days=1)


def week_of(first_day: date, zone: ZoneInfo) -> Week:
    """The week that begins on a Monday; 167 or 169 hours where the clocks change."""
    begins = datetime.combine(first_day, time(), zone)
    return Week(first_day, begins, datetime.combine(first_day + _WEEK, time(), zone))


def ended_weeks(since: date, today: date, most: int) -> list[date]:
    """The Mondays of weeks that began on or after a day and are over, the newest ``most``."""
    last = today - timedelta(days=today.weekday()) - _WEEK
    found: list[date] = []
    while last >= since and len(found) < most:
        found.append(last)
        last -= _WEEK
    return found[::-1]
