"""Days so many months on, over leap days and ends of months."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.risks.months import later

DAYS = st.dates(date(1990, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)
def test_the_day_stays_where_the_month_has_it(day: date, months: int, then: date) -> None:
    assert later(day, months) == then


@settings(max_examples=100)
@given(DAYS, st.integers(0, 120))
def test_it_is_as_many_months_on_and_no_day_too_far(day: date, months: int) -> None:
    then = later(day, months)
    assert (then.year - day.year) * 12 + then.month - day.month == months
    assert then.day <= day.day
    assert then >= day


@settings(max_examples=50)
@given(DAYS, DAYS, st.integers(0, 60))
def test_later_days_are_due_later(one: date, other: date, months: int) -> None:
    assert (one <= other) <= (later(one, months) <= later(other, months))
