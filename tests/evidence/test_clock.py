"""Which day is frozen: each once, whatever the clock does."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from chaperone.evidence.freezing.clock import MOST_AHEAD, day_to_freeze

ZONES = [ZoneInfo(name) for name in ("America/Chicago", "UTC", "Pacific/Apia", "Asia/Kolkata")]
START = datetime(2026, 10, 20, tzinfo=UTC)
minutes = st.integers(min_value=-60 * 24 * 9, max_value=60 * 24 * 9)


def frozen_by(steps: list[tuple[int, int]], zone: ZoneInfo) -> list[date]:
    """Days as a sweep freezes them while time goes on by minutes and the clock is off by others."""
    frozen: list[date] = []
    now = START
    for passed, off in steps:
        now += timedelta(minutes=passed)
        ahead = timedelta(minutes=off)
        day = day_to_freeze(now=now + ahead, zone=zone, ahead=ahead, frozen=frozen)
        if day:
            frozen.append(day)
    return frozen


@given(
    st.lists(st.tuples(st.integers(1, 2000), minutes), max_size=40),
    st.sampled_from(ZONES),
)
def test_no_day_is_frozen_twice_and_none_before_it_comes(steps, zone):
    frozen = frozen_by(steps, zone)

    assert len(frozen) == len(set(frozen))
    end = START + timedelta(minutes=sum(passed for passed, _ in steps)) + MOST_AHEAD
    assert all(day <= end.astimezone(zone).date() for day in frozen)


@given(st.lists(minutes, min_size=1, max_size=60), st.sampled_from(ZONES))
def test_every_day_on_which_the_clock_was_right_once_is_frozen(offs, zone):
    """Each hour the sweep looks: first with a clock that is off, then with one that is right."""
    steps = [step for off in offs for step in ((30, off), (30, 0))]
    frozen = frozen_by(steps, zone)

    right = [START + timedelta(hours=number + 1) for number in range(len(offs))]
    assert {each.astimezone(zone).date() for each in right} <= set(frozen)


def test_the_day_is_the_organizations_own():
    late = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
    found = day_to_freeze(now=late, zone=ZoneInfo("America/Chicago"), ahead=timedelta(0), frozen=())

    assert found == date(2026, 11, 25)


def test_an_hour_that_is_there_twice_is_one_day():
    zone = ZoneInfo("America/Chicago")
    before = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # 01:30 CDT
    again = before + timedelta(hours=1)  # 01:30 CST
    first = day_to_freeze(now=before, zone=zone, ahead=timedelta(0), frozen=())

    assert day_to_freeze(now=again, zone=zone, ahead=timedelta(0), frozen=[first]) is None
