"""When something is due, overdue, and to be reminded of. Pure: days of the organization's calendar.

A day is due until it is over where the organization is. Reminders go in steps: at so many days
before, on the day, and each week while it is overdue. Whoever comes late takes the step that it is
time for, and none of those before it.
"""

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

WEEK = 7


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The day on which a moment falls, by the clocks of the zone."""
    return moment.astimezone(zone).date()


def days_left(due_on: date, today: date) -> int:
    """How many days there are until then; 0 on the day, below 0 when it is over."""
    return (due_on - today).days


def is_overdue(due_on: date, today: date) -> bool:
    """Whether the day is over."""
    return today > due_on


def step_due(remind: Collection[int], due_on: date, today: date) -> int | None:
    """The reminder that it is time for today; None where it is too early for any.

    ``remind``: at how many days before somebody is reminded. Below 0: how many weeks it is overdue.
    """
    if not remind:
        return None
    left = days_left(due_on, today)
    if left < 0 and (weeks := -left // WEEK):
        return -weeks
    reached = [step for step in remind if step >= left]
    return min(reached) if reached else None
