from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from chaperone.web import moments

NOON = datetime(2026, 11, 22, 12, 0, 5, tzinfo=UTC)
AWARE = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2060, 1, 1)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=UTC)
)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("UTC", "22 November 2026, 12:00:05 (UTC)"),
        ("America/New_York", "22 November 2026, 07:00:05 (UTC-05:00)"),
        ("Asia/Kolkata", "22 November 2026, 17:30:05 (UTC+05:30)"),
        ("America/St_Johns", "22 November 2026, 08:30:05 (UTC-03:30)"),
        ("Pacific/Kiritimati", "23 November 2026, 02:00:05 (UTC+14:00)"),
    ],
)
def test_the_exact_time_names_its_distance_from_utc(zone, said):
    with timezone.override(zone):
        assert moments.exact(NOON) == said


def test_the_two_one_oclocks_of_an_autumn_night_differ():
    with timezone.override("America/New_York"):
        first = moments.exact(datetime(2026, 11, 1, 5, 30, tzinfo=UTC))
        second = moments.exact(datetime(2026, 11, 1, 6, 30, tzinfo=UTC))
    assert first == "1 November 2026, 01:30:00 (UTC-04:00)"
    assert second == "1 November 2026, 01:30:00 (UTC-05:00)"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOON, "12:00"),
        (NOON - timedelta(days=1), "21 Nov, 12:00"),
        (NOON - timedelta(days=365), "22 Nov 2025, 12:00"),
    ],
)
def test_a_short_time_says_only_what_is_needed(at, said):
    with timezone.override("UTC"):
        assert moments.short(at, NOON) == said


def test_today_is_the_readers_today():
    late = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    with timezone.override("America/New_York"):
        assert moments.short(late, NOON) == "21 Nov, 22:00"
        assert moments.day(late, NOON) == "Yesterday"
    with timezone.override("UTC"):
        assert moments.day(late, NOON) == "Today"


def test_an_older_day_has_its_name():
    with timezone.override("UTC"):
        assert moments.day(NOON - timedelta(days=6), NOON) == "Monday 16 November 2026"


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=-5), "under a minute"),
        (timedelta(seconds=59), "under a minute"),
        (timedelta(seconds=60), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=3, minutes=5), "3 h 5 min"),
        (timedelta(hours=24), "1 day"),
        (timedelta(days=2, hours=23), "2 days"),
    ],
)
def test_how_long_somebody_waits(ago, said):
    assert moments.length(NOON - ago, NOON) == said


@given(at=AWARE, now=AWARE)
def test_any_two_moments_can_be_told(at, now):
    with timezone.override("Australia/Lord_Howe"):
        assert moments.exact(at)
        assert moments.short(at, now).endswith(moments.clock(at))
        assert moments.day(at, now)
        assert moments.length(at, now)
