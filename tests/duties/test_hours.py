from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from chaperone.duties.hours import Hours

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = Hours(NEW_YORK, frozenset(range(5)), time(8), time(17), frozenset({date(2026, 11, 26)}))
YEAR = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(0), timedelta(days=365)).map(lambda since: YEAR + since)


def test_open_on_weekdays_by_the_clock_on_the_wall():
    assert OFFICE.is_open(datetime(2026, 11, 25, 13, 0, tzinfo=UTC))
    assert not OFFICE.is_open(datetime(2026, 11, 25, 12, 59, tzinfo=UTC))
    # In summer the same hour is another one in UTC.
    assert OFFICE.is_open(datetime(2026, 7, 1, 12, 0, tzinfo=UTC))
    assert not OFFICE.is_open(datetime(2026, 7, 1, 21, 0, tzinfo=UTC))


def test_a_holiday_and_the_weekend_are_passed_over():
    evening_before = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)
    assert OFFICE.next_opening(evening_before) == datetime(2026, 11, 27, 13, 0, tzinfo=UTC)
    friday_night = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
    assert OFFICE.next_opening(friday_night) == datetime(2026, 11, 30, 13, 0, tzinfo=UTC)


def test_an_office_that_never_opens_says_so():
    assert Hours(NEW_YORK, frozenset(), time(8), time(17)).next_opening(datetime.now(UTC)) is None


@given(moments, st.frozensets(st.integers(0, 6), min_size=1))
def test_it_is_open_when_it_is_said_to_open_and_not_before(at, weekdays):
    office = Hours(NEW_YORK, weekdays, time(8), time(17))
    opens = office.next_opening(at)

    assert opens is not None
    assert opens > at
    assert office.is_open(opens)
    assert not office.is_open(opens - timedelta(minutes=1))
