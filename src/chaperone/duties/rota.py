"""Who is on call at a moment. Pure.

Shifts and holidays are told by the organization's clock; everything is compared in UTC, so that a
change to or from summer time makes a shift an hour longer or shorter, and leaves no gap.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from chaperone.organizations.clocks import begin_of, end_of, instant

WEEK = timedelta(days=7)


class OnCall(NamedTuple):
    """Somebody is on call, by the local clock: from the first moment up to before the last."""

    user_id: UUID
    begins_on: date
    begins_at: time
    ends_on: date
    ends_at: time


class Holiday(NamedTuple):
    """Somebody is away on these local days, the last one included."""

    user_id: UUID
    first_day: date
    last_day: date


class Segment(NamedTuple):
    """A time in which one person is on call, or nobody."""

    begins: datetime
    ends: datetime
    user_id: UUID | None


@dataclass(frozen=True)
class Rota:
    """Shifts in the order in which they were entered, and who is away.

    ``able``: who may be called at all; None for everybody.
    """

    zone: ZoneInfo
    shifts: Sequence[OnCall] = ()
    holidays: Sequence[Holiday] = ()
    able: Collection[UUID] | None = None

    def on_call(self, at: datetime) -> UUID | None:
        """Who is on call at the moment: of all shifts that hold it, the one entered last, whose
        person is not away and may be called. None: nobody.
        """
        for shift in reversed(self.shifts):
            if self._holds(shift, at) and self._is_there(shift.user_id, at):
                return shift.user_id
        return None

    def segments(self, begins: datetime, ends: datetime) -> list[Segment]:
        """The time between two moments, cut where somebody else is on call."""
        found: list[Segment] = []
        for since, until in pairwise(sorted({begins, *self._turns(begins, ends), ends})):
            user_id = self.on_call(since)
            if found and found[-1].user_id == user_id:
                found[-1] = found[-1]._replace(ends=until)
            else:
                found.append(Segment(since, until, user_id))
        return found

    def gaps(self, begins: datetime, ends: datetime) -> list[Segment]:
        """When nobody is on call between two moments."""
        return [segment for segment in self.segments(begins, ends) if segment.user_id is None]

    def _holds(self, shift: OnCall, at: datetime) -> bool:
        begins, ends = self._bounds(shift)
        return begins <= at < ends

    def _bounds(self, shift: OnCall) -> tuple[datetime, datetime]:
        return (
            instant(shift.begins_on, shift.begins_at, self.zone),
            instant(shift.ends_on, shift.ends_at, self.zone),
        )

    def _is_there(self, user_id: UUID, at: datetime) -> bool:
        if self.able is not None and user_id not in self.able:
            return False
        today = at.astimezone(self.zone).date()
        return not any(
            holiday.user_id == user_id and holiday.first_day <= today <= holiday.last_day
            for holiday in self.holidays
        )

    def _turns(self, begins: datetime, ends: datetime) -> Iterator[datetime]:
        """The moments between two others at which anything may change."""
        moments = [moment for shift in self.shifts for moment in self._bounds(shift)]
        for holiday in self.holidays:
            moments.append(begin_of(holiday.first_day, self.zone))
            moments.append(end_of(holiday.last_day, self.zone))
        yield from (moment for moment in moments if begins < moment < ends)
