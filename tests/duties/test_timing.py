"""When something is due, overdue and to be reminded of: in every zone, over leap days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.duties.timing import day_of, days_left, is_overdue, step_due

REMIND = (60, 30, 7, 0)
ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "posixrules"})).map(ZoneInfo)
DAYS = st.dates(date(1999, 1, 1), date(2100, 12, 31))
LEAP_DAYS = st.sampled_from([date(2000, 2, 29), date(2024, 2, 29), date(2028, 2, 29)])
ENDS = st.sampled_from([date(2026, 1, 31), date(2026, 12, 31), date(2027, 2, 28)])
DUE = DAYS | LEAP_DAYS | ENDS
MOMENTS = st.integers(915_148_800, 4_102_444_800).map(lambda at: datetime.fromtimestamp(at, UTC))


@given(DUE, ZONES)
def test_it_is_in_time_until_its_day_is_over_where_the_organization_is(due_on, zone):
    noon = datetime.combine(due_on, time(12), tzinfo=zone)
    assert not is_overdue(due_on, day_of(noon, zone))
    assert is_overdue(due_on, day_of(noon + timedelta(days=1), zone))
    assert not is_overdue(due_on, day_of(noon - timedelta(days=1), zone))


@given(MOMENTS, ZONES, ZONES)
def test_a_day_is_the_local_one_and_at_most_one_off_elsewhere(moment, zone, other):
    assert day_of(moment, zone) == moment.astimezone(zone).date()
    assert abs((day_of(moment, zone) - day_of(moment, other)).days) <= 1
    assert day_of(moment.astimezone(other), zone) == day_of(moment, zone)


@given(DUE, st.integers(-800, 800))
def test_days_left_and_overdue_say_the_same(due_on, away):
    today = due_on - timedelta(days=away)
    assert days_left(due_on, today) == away
    assert is_overdue(due_on, today) is (away < 0)


@given(DUE, st.sets(st.integers(0, 400), max_size=6))
def test_whoever_looks_every_day_meets_every_step_once_and_each_week_after(due_on, remind):
    first = max(remind, default=0) + 3
    met = [
        step_due(remind, due_on, due_on + timedelta(days=offset)) for offset in range(-first, 29)
    ]
    changes = [step for before, step in zip([None, *met], met, strict=False) if step != before]
    assert changes == ([*sorted(remind, reverse=True), -1, -2, -3, -4] if remind else [])


@given(DUE, st.integers(-100, 100), st.integers(1, 100))
def test_whoever_comes_late_takes_one_step_and_never_an_earlier_one(due_on, away, later):
    today = due_on - timedelta(days=away)
    before, after = (
        step_due(REMIND, due_on, day) for day in (today, today + timedelta(days=later))
    )
    assert before is None or (after is not None and after <= before)


@pytest.mark.parametrize(
    ("left", "step"),
    [
        (61, None),
        (60, 60),
        (31, 60),
        (30, 30),
        (8, 30),
        (7, 7),
        (1, 7),
        (0, 0),
        (-1, 0),
        (-6, 0),
        (-7, -1),
        (-13, -1),
        (-14, -2),
        (-70, -10),
    ],
)
def test_the_steps(left, step):
    due_on = date(2028, 3, 1)
    assert step_due(REMIND, due_on, due_on - timedelta(days=left)) == step


def test_nobody_is_reminded_of_what_has_no_steps():
    assert step_due((), date(2026, 1, 1), date(2027, 1, 1)) is None
