"""Pure: days so many months on, for what comes back each year or quarter."""

from calendar import monthrange
from datetime import date


def later(day: date, months: int) -> date:
    """The same day of the month so many months on; the month's last day where it has no such day.

    Never before ``day``: ``months`` is 0 or more.
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
