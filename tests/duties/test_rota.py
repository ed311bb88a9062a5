"""Who is on call, whatever the clocks do. Property tests over shifts, holidays and zones."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.duties.rota import WEEK, Holiday, OnCall, Rota
from chaperone.organizations.clocks import instant

NEW_YORK, MADRID, LORD_HOWE = map(
    ZoneInfo, ("America/New_York", "Europe/Madrid", "Australia/Lord_Howe")
)
ANN, BEN, CAT = (UUID(int=number) for number in (1, 2, 3))
EIGHT = time(8)
MONDAY = date(2026, 3, 2)

people = st.sampled_from([ANN, BEN, CAT])
# Both changes of the clocks lie within.
days = st.dates(date(2026, 2, 20), date(2026, 11, 10))
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
shifts = st.builds(OnCall, people, days, times, days, times)
holidays = st.builds(Holiday, people, days, days)
zones = st.sampled_from([NEW_YORK, MADRID, LORD_HOWE])
rotas = st.builds(Rota, zones, st.lists(shifts, max_size=8), st.lists(holidays, max_size=4))
WINTER = datetime(2026, 2, 20, tzinfo=UTC)
moments = st.timedeltas(timedelta(0), timedelta(days=260)).map(lambda since: WINTER + since)


def week(user_id: UUID, monday: date) -> OnCall:
    return OnCall(user_id, monday, EIGHT, monday + WEEK, EIGHT)


@given(rotas, moments, st.timedeltas(timedelta(hours=1), timedelta(days=60)), st.floats(0, 0.999))
def test_segments_tile_the_time_and_say_who_is_on_call_in_each_moment(rota, begins, length, part):
    ends = begins + length
    segments = rota.segments(begins, ends)

    assert (segments[0].begins, segments[-1].ends) == (begins, ends)
    assert all(one.ends == other.begins for one, other in pairwise(segments))
    assert all(one.user_id != other.user_id for one, other in pairwise(segments))
    at = begins + length * part
    (holding,) = [each for each in segments if each.begins <= at < each.ends]
    assert holding.user_id == rota.on_call(at)


@given(rotas, moments)
def test_nobody_is_called_who_is_away_or_may_not_be_called(rota, at):
    found = rota.on_call(at)
    today = at.astimezone(rota.zone).date()

    assert not any(
        away.user_id == found and away.first_day <= today <= away.last_day for away in rota.holidays
    )
    assert Rota(rota.zone, rota.shifts, rota.holidays, able=()).on_call(at) is None


@given(zones, st.integers(0, 23), st.sampled_from([0, 30]))
def test_weeks_one_after_another_leave_no_gap_over_a_change_of_the_clocks(zone, hour, minute):
    at = time(hour, minute)
    rota = Rota(
        zone,
        [
            OnCall((ANN, BEN)[number % 2], begins, at, begins + WEEK, at)
            for number in range(40)
            for begins in [MONDAY + WEEK * number]
        ],
    )
    begins, ends = (instant(MONDAY + WEEK * number, at, zone) for number in (0, 40))

    segments = rota.segments(begins, ends)

    assert rota.gaps(begins, ends) == []
    assert len(segments) == 40
    for segment in segments:
        assert segment.ends - segment.begins in {
            WEEK,
            *(WEEK + timedelta(minutes=change) for change in (-60, -30, 30, 60)),
        }


@pytest.mark.parametrize(
    ("monday", "hours"), [(date(2026, 3, 2), 167), (date(2026, 10, 26), 169), (MONDAY + WEEK, 168)]
)
def test_a_week_is_an_hour_shorter_in_spring_and_longer_in_autumn(monday, hours):
    rota = Rota(NEW_YORK, [week(ANN, monday)])
    begins = instant(monday, EIGHT, NEW_YORK)

    (segment,) = [each for each in rota.segments(begins, begins + WEEK * 2) if each.user_id == ANN]

    assert segment.ends - segment.begins == timedelta(hours=hours)


def test_hand_over_is_at_the_hour_that_the_clock_shows():
    rota = Rota(NEW_YORK, [week(ANN, MONDAY), week(BEN, MONDAY + WEEK)])

    # The clocks were put forward on 8 March: 8:00 is 12:00 in UTC and not 13:00.
    assert rota.on_call(datetime(2026, 3, 9, 11, 59, tzinfo=UTC)) == ANN
    assert rota.on_call(datetime(2026, 3, 9, 12, 0, tzinfo=UTC)) == BEN


def test_what_was_entered_later_wins_and_a_holiday_leaves_it_to_the_one_before():
    cover = OnCall(BEN, date(2026, 3, 4), EIGHT, date(2026, 3, 5), EIGHT)
    noon = datetime(2026, 3, 4, 17, tzinfo=UTC)
    both = [week(ANN, MONDAY), cover]
    away = [Holiday(BEN, date(2026, 3, 4), date(2026, 3, 4))]

    assert Rota(NEW_YORK, both).on_call(noon) == BEN
    assert Rota(NEW_YORK, both, away).on_call(noon) == ANN
    assert Rota(NEW_YORK, both, [*away, Holiday(ANN, MONDAY, MONDAY + WEEK)]).on_call(noon) is None


def test_an_empty_rota_is_one_gap():
    begins = datetime(2026, 3, 4, tzinfo=UTC)

    (gap,) = Rota(NEW_YORK).gaps(begins, begins + WEEK)

    assert (gap.begins, gap.ends, gap.user_id) == (begins, begins + WEEK, None)
