"""In force: from the first midnight to the last of the organization's zone, over zones and leaps.

The gate is SQL, what people read is Python: hypothesis holds both against a third way of counting.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from chaperone.vendors.models import Agreement
from chaperone.vendors.outlets import MODEL, Outlet
from chaperone.vendors.queries import ask_gate, gate
from tests.cast import LAKESIDE, inside
from tests.vendors.scene import HOST, agreement, change

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
ZONES = [
    "Pacific/Kiritimati",  # the first to have a new day
    "Etc/GMT+12",  # the last
    "America/New_York",
    "America/Sao_Paulo",  # days began at one o'clock there
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",  # had no 30 December 2011
]
_FIRST, _LAST = date(2010, 1, 1), date(2033, 3, 2)
_FROM, _UNTIL = datetime.combine(_FIRST, time()), datetime.combine(_LAST, time())
days = st.dates(_FIRST, _LAST) | st.sampled_from(
    [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1), date(2027, 2, 28), date(2011, 12, 30)]
)
_IN_FORCE = (
    "SELECT vendors_in_force(%s::date, %s::date, %s::timestamptz,"
    " (%s::timestamptz AT TIME ZONE %s)::date)"
)


@given(
    starts=days,
    lasts=st.none() | st.integers(0, 800),
    zone=st.sampled_from(ZONES),
    at=st.datetimes(_FROM, _UNTIL, timezones=st.just(UTC)),
    ended=st.booleans(),
)
def test_sql_and_python_say_the_same(
    starts: date, lasts: int | None, zone: str, at: datetime, ended: bool
) -> None:
    ends = None if lasts is None else starts + timedelta(days=lasts)
    ended_at = at if ended else None
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, [starts, ends, ended_at, at, zone])
        (in_sql,) = cursor.fetchone()
    signed = Agreement(starts_on=starts, ends_on=ends, ended_at=ended_at)
    today = at.astimezone(ZoneInfo(zone)).date()
    counted = not ended and starts <= today and (ends is None or today - starts <= ends - starts)
    assert in_sql == counted == (signed.state_on(today) == "in_force")


@given(last=days.filter(lambda day: day != date(2011, 12, 30)), zone=st.sampled_from(ZONES[:6]))
def test_it_ends_at_midnight_of_the_zone(last: date, zone: str) -> None:
    midnight = _midnight_after(last, zone)
    with transaction.atomic(), connection.cursor() as cursor:
        for moment, expected in [
            (midnight - timedelta(microseconds=1), True),
            (midnight, False),
        ]:
            cursor.execute(_IN_FORCE, [_FIRST, last, None, moment, zone])
            assert cursor.fetchone() == (expected,), moment


def _midnight_after(day: date, zone: str) -> datetime:
    """The first moment of the next day there, found without asking what day it is."""
    naive = datetime.combine(day + timedelta(days=1), time())
    first = naive.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    # Where clocks jump at midnight, Python counts on as if they had not.
    while first.astimezone(ZoneInfo(zone)).date() <= day:
        first += timedelta(minutes=15)
    return first


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        ("2028-02-29T04:59:59+00:00", True),
        ("2028-03-01T04:59:59+00:00", True),
        ("2028-03-01T05:00:00+00:00", False),
    ],
)
def test_the_gate_itself_closes_at_midnight_of_the_organization(
    moment: str, open_: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lakeside is in New York: a leap day is over there five hours after it is in Greenwich."""
    agreement(ends_on=date(2028, 2, 29))
    monkeypatch.setattr(gate.timezone, "now", lambda: datetime.fromisoformat(moment))
    with inside(LAKESIDE):
        answer = ask_gate(Outlet(MODEL, HOST, ("messages",)))
    assert bool(answer.in_force) == open_


def test_what_the_register_lets_no_vendor_get_does_not_leave_whatever_was_signed() -> None:
    agreement(covers=["messages", "name"])
    change(elements=["name"])
    with inside(LAKESIDE):
        assert ask_gate(Outlet(MODEL, HOST, ("name",))).in_force
        assert ask_gate(Outlet(MODEL, HOST, ("messages",))).in_force is None
