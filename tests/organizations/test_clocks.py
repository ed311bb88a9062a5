"""Days and times of a place as moments, whatever its clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.organizations.clocks import begin_of, end_of, instant

NEW_YORK = ZoneInfo("America/New_York")
# In Cairo and Santiago clocks are changed at midnight.
ZONES = st.sampled_from(
    [NEW_YORK, UTC, *map(ZoneInfo, ("Africa/Cairo", "America/Santiago", "Pacific/Apia"))]
)
DAYS = st.dates(date(2012, 1, 1), date(2037, 12, 31))


@given(DAYS, ZONES)
def test_a_day_ends_where_the_next_begins(day, zone):
    assert end_of(day, zone) == begin_of(day + timedelta(days=1), zone)
    assert end_of(day, zone).utcoffset() == timedelta(0)


@given(DAYS, ZONES)
def test_a_moment_after_it_begins_the_clock_shows_that_day_and_a_moment_before_another(day, zone):
    begins = begin_of(day, zone)

    assert begins.astimezone(zone).date() == day
    assert (begins - timedelta(microseconds=1)).astimezone(zone).date() <= day


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 8), 23), (date(2026, 11, 1), 25), (date(2026, 11, 2), 24)]
)
def test_a_day_on_which_clocks_change_is_shorter_or_longer(day, hours):
    assert end_of(day, NEW_YORK) - begin_of(day, NEW_YORK) == timedelta(hours=hours)


def test_a_time_that_comes_twice_is_the_first_and_one_that_is_leapt_over_is_read_before_it():
    assert instant(date(2026, 11, 1), time(1, 30), NEW_YORK) == datetime(
        2026, 11, 1, 5, 30, tzinfo=UTC
    )
    assert instant(date(2026, 3, 8), time(2, 30), NEW_YORK) == datetime(
        2026, 3, 8, 7, 30, tzinfo=UTC
    )


@pytest.mark.parametrize("zone", [NEW_YORK, UTC, ZoneInfo("Asia/Tokyo")])
def test_the_ends_of_the_calendar_are_days_too(zone):
    for day in (date.min, date.max):
        assert begin_of(day, zone) < end_of(day, zone)
    assert end_of(date.max, zone).date() == date.max
