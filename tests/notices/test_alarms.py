"""Readings are taken once, kept, and told of where they turn to alarm: once, again, and when over."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import make_conninfo

from chaperone.access.actors import operator
from chaperone.cli import certificates
from chaperone.ledger.events import Event
from chaperone.ledger.queries import search
from chaperone.notices import readings
from chaperone.notices.actions.alarms import quieten
from chaperone.notices.actions.measure import AGAIN, CALM, SETTLES, UNSEEN, measure
from chaperone.notices.errors import NotQuietened
from chaperone.notices.events import ALARM_ENDED, ALARM_LASTS, ALARM_QUIETENED, ALARM_RAISED
from chaperone.notices.models import Alarm, Notice, Standing
from chaperone.notices.readings import Reading, State, by_limits, checked
from chaperone.notices.standing import standing_readings
from chaperone.web.status.notice import OVER, WRONG
from tests.cast import HARBOR, LAKESIDE, OPERATIONS, amara, inside, noah

AT_ONCE = timedelta(seconds=1)


class Gauge:
    """A source that stands as the test says."""

    def __init__(self) -> None:
        self.state = State.OK
        self.problem: Exception | None = None
        self.asked = 0

    def __call__(self) -> Iterator[Reading]:
        self.asked += 1
        if self.problem:
            raise self.problem
        yield Reading(
            name="test.gauge",
            label="A gauge",
            value=1.0,
            unit="s",
            state=self.state,
            sentence="It stands.",
            at=timezone.now(),
        )


@pytest.fixture
def gauge(
    committed: str,
    as_login: Callable[[str], AbstractContextManager[None]],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Gauge]:
    found = Gauge()
    monkeypatch.setattr(readings, "_sources", [found])
    with as_login("worker"):
        yield found


def look(*, later: timedelta = AT_ONCE) -> None:
    """Takes the readings ``later``: what was written is made that much older."""
    by_hand(
        "update notices_round set begun_at = begun_at - interval '1 hour'",
        f"update notices_standing set since = since - interval '{later.total_seconds()} s'",
        f"update notices_alarm set told_at = told_at - interval '{later.total_seconds()} s',"
        f" quiet_until = quiet_until - interval '{later.total_seconds()} s'",
    )
    assert measure()


def by_hand(*statements: str) -> None:
    """As the server's administrator, whom nothing binds."""
    name = connection.settings_dict["NAME"]
    admin = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=name)
    with psycopg.connect(admin) as found:
        for statement in statements:
            found.execute(statement)


def told() -> list[str]:
    with inside(OPERATIONS):
        rows = Notice.objects.filter(way="email").order_by("id")
        return list(rows.values_list("kind", flat=True))


def details_of(event: Event) -> list[dict[str, Any]]:
    with inside(OPERATIONS):
        rows = search(operator(OPERATIONS), event=event.name, limit=50).rows
        return [dict(row.details) for row in rows]


def people() -> int:
    return 2  # Noah and Amara, of the organization that runs the installation


def test_an_alarm_is_told_once_it_has_settled_and_once_only(gauge: Gauge) -> None:
    look()
    gauge.state = State.ALARM
    look()
    assert told() == []
    look(later=SETTLES)
    assert told() == [WRONG.name] * people()
    look(later=SETTLES)
    assert told() == [WRONG.name] * people()
    with inside(OPERATIONS):
        assert Alarm.objects.get().name == "reading.test.gauge"
        assert {each.recipient_id for each in Notice.objects.all()} == {
            noah.user.id,
            amara.user.id,
        }
    assert details_of(ALARM_RAISED)[0]["name"] == "reading.test.gauge"


def test_it_is_told_again_while_it_lasts_and_when_it_is_over(gauge: Gauge) -> None:
    gauge.state = State.ALARM
    look()
    look(later=SETTLES)
    look(later=AGAIN)
    assert told() == [WRONG.name] * 2 * people()
    gauge.state = State.OK
    look()
    assert told()[-1] == WRONG.name
    look(later=CALM)
    assert told()[-1] == OVER.name
    look(later=CALM)
    with inside(OPERATIONS):
        assert Alarm.objects.get().ended_at
        assert Notice.objects.filter(kind=OVER.name, way="email").count() == people()
    assert details_of(ALARM_LASTS)
    assert details_of(ALARM_ENDED)


def test_a_figure_that_twitches_calls_nobody(gauge: Gauge) -> None:
    for _ in range(4):
        gauge.state = State.ALARM
        look()
        gauge.state = State.OK
        look(later=SETTLES)
    assert told() == []


def test_what_cannot_be_read_is_not_known_and_after_a_while_an_alarm(gauge: Gauge) -> None:
    look()
    gauge.problem = ValueError("the name of a member")
    look()
    row = Standing.objects.get(name="test.gauge")
    assert (row.state, row.value) == (State.UNKNOWN, None)
    assert "member" not in row.sentence
    look(later=UNSEEN)
    assert told() == [WRONG.name] * people()


def test_a_reading_that_nobody_takes_any_more_is_gone(
    gauge: Gauge, monkeypatch: pytest.MonkeyPatch
) -> None:
    look()
    monkeypatch.setattr(readings, "_sources", [])
    look()
    assert not Standing.objects.exists()


def test_of_two_workers_one_takes_the_readings(gauge: Gauge) -> None:
    look()
    assert not measure()
    assert gauge.asked == 1


def test_a_clock_that_was_put_back_does_not_stop_them(gauge: Gauge) -> None:
    look()
    by_hand("update notices_round set begun_at = now() + interval '1 day'")
    assert measure()


def test_quiet_holds_off_the_next_word_but_not_the_end(
    gauge: Gauge, as_login: Callable[[str], AbstractContextManager[None]]
) -> None:
    gauge.state = State.ALARM
    look()
    look(later=SETTLES)
    with inside(OPERATIONS):
        alarm = Alarm.objects.get()
    with as_login("web"), amara.acting(OPERATIONS) as actor:
        until = timezone.now() + 2 * AGAIN
        quieten(actor=actor, alarm_id=alarm.id, until=until, reason="The new disk comes today.")
    look(later=AGAIN)
    assert told() == [WRONG.name] * people()
    look(later=AGAIN)
    assert told() == [WRONG.name] * 2 * people()
    assert details_of(ALARM_QUIETENED)[0]["reason"] == "The new disk comes today."


@pytest.mark.parametrize("hours", [-1, 0, 24 * 8])
def test_quiet_lasts_no_longer_than_a_week(
    gauge: Gauge, as_login: Callable[[str], AbstractContextManager[None]], hours: int
) -> None:
    gauge.state = State.ALARM
    look()
    look(later=SETTLES)
    with inside(OPERATIONS):
        alarm = Alarm.objects.get()
    until = timezone.now() + timedelta(hours=hours)
    with as_login("web"), amara.acting(OPERATIONS) as actor, pytest.raises(NotQuietened):
        quieten(actor=actor, alarm_id=alarm.id, until=until, reason="Because.")


def test_customers_are_not_told_and_see_no_alarm(gauge: Gauge) -> None:
    gauge.state = State.ALARM
    look()
    look(later=SETTLES)
    for organization in (LAKESIDE, HARBOR):
        with inside(organization):
            assert not Alarm.objects.exists()
            assert not Notice.objects.exists()


def test_a_reading_that_is_old_says_nothing_any_more(gauge: Gauge) -> None:
    look()
    by_hand("update notices_standing set taken_at = now() - interval '6 minutes'")
    with connection.cursor() as cursor:
        (found,) = standing_readings(cursor)
    assert (found.state, found.value) == (State.UNKNOWN, None)
    assert "6 minutes ago" in found.sentence


def test_every_source_of_the_product_answers_as_the_worker(
    committed: str,
    as_login: Callable[[str], AbstractContextManager[None]],
    settings: Any,
) -> None:
    (settings.CHAPERONE_DATA / "tls").mkdir(exist_ok=True)
    certificates.ensure(settings.CHAPERONE_DATA / "tls")
    with as_login("worker"):
        taken = [checked(each) for source in readings.sources() for each in source()]
        assert measure()
    assert {each.name for each in taken} >= {
        "queue.age",
        "queue.depth",
        "sequencer.lag",
        "mirror.age",
        "certificate.days",
        "disk.free",
        "key.provider",
    }
    states = {each.name: each.state for each in taken}
    assert states["key.provider"] == states["certificate.days"] == State.OK
    assert not connection.in_atomic_block
    with transaction.atomic():
        assert Standing.objects.count() == len(taken)


@given(st.floats(0, 1e9), st.floats(0, 1e9), st.floats(0, 1e9))
def test_limits_are_reached_from_either_side(value: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    order = (State.OK, State.ATTENTION, State.ALARM)
    rising = order.index(by_limits(value, attention=low, alarm=high))
    assert rising == (value >= low) + (value >= high)
    if low < high:
        falling = order.index(by_limits(value, attention=high, alarm=low))
        assert falling == (value <= high) + (value <= low)


@pytest.mark.parametrize("name", ["disk", "Disk.free", "disk.free.1", "a." + "b" * 63, "x.y\n"])
def test_a_name_of_a_reading_is_plain(name: str) -> None:
    reading = Reading(name, "", None, "", State.OK, "", timezone.now())
    with pytest.raises(ValueError, match="named like"):
        checked(reading)
