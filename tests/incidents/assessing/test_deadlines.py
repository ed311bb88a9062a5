"""When who must know: days, zones, leap years, counts and delays."""

from calendar import isleap
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.incidents.assessing.deadlines import Facts, Stated, running
from chaperone.organizations.clocks import end_of

BOSTON = ZoneInfo("America/New_York")
ZONES = st.sampled_from(
    [
        ZoneInfo(name)
        for name in ("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "America/Santiago")
    ]
)
MOMENTS = st.integers(0, 9 * 365 * 86_400).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


def due(facts):
    return {each.name: each for each in running(facts)}


def facts(**also):
    values = {
        "discovered_at": datetime(2026, 11, 26, 20, tzinfo=UTC),
        "zone": BOSTON,
        "members": 3,
        "by_state": {},
    }
    return Facts(**values | also)


@given(MOMENTS, ZONES)
def test_the_last_moment_is_the_end_of_the_sixtieth_day_there(at, zone):
    found = due(facts(discovered_at=at, zone=zone))["individuals"]
    last = (found.due_at - timedelta(microseconds=1)).astimezone(zone).date()
    assert last - at.astimezone(zone).date() == timedelta(days=60)
    assert found.due_at.astimezone(zone).date() > last


@given(MOMENTS, ZONES, st.integers(1, 1440))
def test_hours_are_hours_whatever_clocks_are_put(at, zone, hours):
    found = due(facts(discovered_at=at, zone=zone, promise_hours=hours, europe=True))
    assert found["individuals_promise"].due_at - at == timedelta(hours=hours)
    assert found["authority"].due_at - at == timedelta(hours=72)


@given(MOMENTS, ZONES)
def test_the_annual_log_is_sent_sixty_days_after_the_year(at, zone):
    found = due(facts(discovered_at=at, zone=zone))["annual_log"]
    year = at.astimezone(zone).year + 1
    last = (found.due_at - timedelta(microseconds=1)).astimezone(zone).date()
    assert last == (date(year, 2, 29) if isleap(year) else date(year, 3, 1))


@pytest.mark.parametrize(
    ("members", "by_state", "unknown", "names"),
    [
        (499, {"MA": 499}, 0, {"annual_log"}),
        (500, {"MA": 500}, 0, {"secretary"}),
        (501, {"MA": 501}, 0, {"secretary", "media"}),
        (502, {"MA": 251, "ME": 251}, 0, {"secretary"}),
        (501, {}, 501, {"secretary", "media"}),
        (700, {"MA": 400}, 100, {"secretary"}),
        (700, {"MA": 401}, 100, {"secretary", "media"}),
        (0, {}, 0, set()),
    ],
)
def test_five_hundred_and_more_than_five_hundred(members, by_state, unknown, names):
    """164.408(b) begins at 500 individuals, 164.406(a) above 500 residents of one state."""
    found = due(facts(members=members, by_state=by_state, unknown=unknown))
    assert set(found) - {"individuals", "individuals_promise"} == names


@pytest.mark.parametrize(
    ("by_state", "unknown", "said"),
    [
        ({"MA": 501, "ME": 502, "NH": 3}, 0, "Tell prominent media of MA, ME: more than 500"),
        ({"MA": 501, "NH": 3}, 498, "find out where the 498 live"),
        ({"NH": 3}, 498, "Find out where the 498 live"),
    ],
)
def test_the_media_of_which_states(by_state, unknown, said):
    """Who is not known could live in the state with the most of 500 or fewer."""
    found = due(facts(members=1100, by_state=by_state, unknown=unknown))["media"]
    assert said in found.what
    assert ("find out" in found.what.lower()) == bool(unknown)


def test_an_associate_tells_the_covered_entity_alone():
    found = due(facts(members=900, by_state={"MA": 900}, associate=True))
    assert set(found) == {"customer", "customer_promise"}
    assert found["customer"].citation == "45 CFR 164.410(b)"


def test_people_in_europe():
    assert not {"authority", "europeans"} & set(due(facts()))
    assert "europeans" not in due(facts(europe=True))
    assert {"authority", "europeans"} <= set(due(facts(europe=True, high_risk=True)))


@given(MOMENTS, ZONES, st.integers(0, 200), st.integers(0, 200), st.booleans())
def test_a_delay_never_shortens_nor_lends_days(at, zone, begins, lasts, oral):
    stated_on = at.astimezone(zone).date() + timedelta(days=begins)
    stated = Stated(oral, stated_on, stated_on + timedelta(days=lasts))
    plain, delayed = (
        due(facts(discovered_at=at, zone=zone, members=600, europe=True, delays=delays))
        for delays in ((), (stated,))
    )
    over = end_of(stated.last, zone)
    assert (stated.last - stated_on).days <= (30 if oral else lasts)
    for name, each in delayed.items():
        if name == "authority":
            # The official of 164.412 stops no notice of the GDPR.
            assert each == plain[name]
            continue
        assert each.due_at == max(plain[name].due_at, over)
        assert each.paused_until == over


def test_of_several_delays_the_latest_counts():
    one = Stated(True, date(2026, 12, 1), date(2027, 6, 1))
    two = Stated(False, date(2026, 12, 20), date(2027, 3, 1))
    assert one.last == date(2026, 12, 31)
    found = due(facts(delays=(one, two)))["individuals"]
    assert found.paused_until == datetime(2027, 3, 2, 5, tzinfo=UTC)


def test_the_first_due_is_on_top():
    moments = [each.due_at for each in running(facts(europe=True, members=600))]
    assert moments == sorted(moments)
