"""When the office is open, and when it opens next. Pure; by the organization's clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chaperone.organizations.clocks import instant

_LOOK_AHEAD_DAYS = 370


@dataclass(frozen=True)
class Hours:
    """Office hours: weekdays (Monday is 0), from when to when, and days on which it is closed."""

    zone: ZoneInfo
    weekdays: frozenset[int]
    opens: time
    closes: time
    closed: frozenset[date] = frozenset()

    def is_open(self, at: datetime) -> bool:
        """Whether somebody is at the office at the moment."""
        today = at.astimezone(self.zone).date()
        return self._works(today) and (
            instant(today, self.opens, self.zone) <= at < instant(today, self.closes, self.zone)
        )

    def next_opening(self, at: datetime) -> datetime | None:
        """The first opening after the moment, in UTC; None where the office never opens."""
        day = at.astimezone(self.zone).date()
        for _ in range(_LOOK_AHEAD_DAYS):
            opens = instant(day, self.opens, self.zone)
            if self._works(day) and opens > at:
                return opens.astimezone(UTC)
            day += timedelta(days=1)
        return None

    def _works(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.closed
