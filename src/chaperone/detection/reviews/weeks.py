"""Weeks by an organization's own clock, from Monday."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chaperone.organizations.clocks import begin_of

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
    return Week(first_day, begin_of(first_day, zone), begin_of(first_day + _WEEK, zone))


def ended_weeks(since: date, today: date, most: int) -> list[date]:
    """The Mondays of weeks that began on or after a day and are over, the newest ``most``."""
    last = today - timedelta(days=today.weekday()) - _WEEK
    found: list[date] = []
    while last >= since and len(found) < most:
        found.append(last)
        last -= _WEEK
    return found[::-1]
