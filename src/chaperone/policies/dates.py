"""Days counted in months, as policies are reviewed and kept."""

import calendar
from datetime import date

KEPT_MONTHS = 72
"""Documentation is kept six years (45 CFR 164.316(b)(2)(i))."""


def months_after(day: date, months: int) -> date:
    """The same day of the month that many months later; the month's last where it has none such.

    Raises ``OverflowError`` past the year 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        raise OverflowError("there is no such day")
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def kept_until(last_day: date) -> date:
    """Until when what was last in effect on ``last_day`` is kept at least."""
    return months_after(last_day, KEPT_MONTHS)
