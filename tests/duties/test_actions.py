"""Changing the rota: recorded, and what was there before stays."""

from datetime import date, time, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from chaperone.duties.actions import (
    set_away,
    set_contact,
    set_cover,
    set_weeks,
    swap_weeks,
    withdraw_away,
)
from chaperone.duties.errors import NobodyToSwap, NotAway, NoTime
from chaperone.duties.models import Shift
from chaperone.duties.queries import number_of, rota_of
from chaperone.duties.rota import WEEK
from chaperone.ledger.models import Entry
from chaperone.organizations.clocks import instant
from tests.cast import daniel, grace, maria, today_there

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def monday() -> date:
    today = today_there()
    return today - timedelta(days=today.weekday()) + WEEK


def on_call(actor, day):
    rota = rota_of(actor, since=timezone.now() - WEEK)
    return rota.on_call(instant(day, time(12), rota.zone))


def test_weeks_are_set_swapped_and_covered():
    with grace.acting() as actor:
        set_weeks(actor=actor, user_id=maria.user.id, monday=monday(), weeks=1)
        set_weeks(actor=actor, user_id=daniel.user.id, monday=monday() + WEEK, weeks=2)
        assert on_call(actor, monday()) == maria.user.id

        swap_weeks(actor=actor, monday=monday(), other_monday=monday() + WEEK)
        assert on_call(actor, monday()) == daniel.user.id
        assert on_call(actor, monday() + WEEK) == maria.user.id
        assert on_call(actor, monday() + 2 * WEEK) == daniel.user.id

        day = monday() + timedelta(days=2)
        set_cover(
            actor=actor,
            user_id=maria.user.id,
            begins_on=day,
            begins_at=time(9),
            ends_on=day,
            ends_at=time(18),
        )
        assert on_call(actor, day) == maria.user.id
        assert on_call(actor, day + timedelta(days=1)) == daniel.user.id
        events = set(Entry.objects.values_list("event", flat=True))
    assert {"duties.shift.set", "duties.shift.swapped"} <= events


def test_a_holiday_and_taking_it_back():
    with grace.acting() as actor:
        set_weeks(actor=actor, user_id=maria.user.id, monday=monday(), weeks=1)
        away = set_away(actor=actor, user_id=maria.user.id, first_day=monday(), last_day=monday())
        assert on_call(actor, monday()) is None

        withdraw_away(actor=actor, away_id=away.id)
        assert on_call(actor, monday()) == maria.user.id
        with pytest.raises(NotAway):
            withdraw_away(actor=actor, away_id=away.id)


def test_what_makes_no_sense_is_refused():
    with grace.acting() as actor:
        with pytest.raises(NobodyToSwap):
            swap_weeks(actor=actor, monday=monday(), other_monday=monday() + WEEK)
        with pytest.raises(NoTime):
            set_away(
                actor=actor,
                user_id=maria.user.id,
                first_day=monday(),
                last_day=monday() - timedelta(days=1),
            )
        with pytest.raises(NoTime):
            set_cover(
                actor=actor,
                user_id=maria.user.id,
                begins_on=monday(),
                begins_at=time(9),
                ends_on=monday(),
                ends_at=time(9),
            )


def test_a_number_is_sealed_replaced_and_taken_away():
    with maria.acting() as actor:
        set_contact(actor=actor, user_id=maria.user.id, phone="+16175550142")
        set_contact(actor=actor, user_id=maria.user.id, phone="+16175550143")
        assert number_of(actor.organization_id, maria.user.id) == "+16175550143"
        with connection.cursor() as cursor:
            cursor.execute("select phone from duties_contact")
            assert b"6175550143" not in bytes(cursor.fetchone()[0])
        set_contact(actor=actor, user_id=maria.user.id, phone="")
        assert number_of(actor.organization_id, maria.user.id) is None


@pytest.mark.parametrize(
    "statement", ["update duties_shift set user_id = id", "delete from duties_shift"]
)
def test_nobody_rewrites_who_was_on_call(statement):
    with grace.acting() as actor:
        set_weeks(actor=actor, user_id=maria.user.id, monday=monday(), weeks=1)
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert Shift.objects.count() == 1
