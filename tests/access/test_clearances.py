"""Clearances: held and not, by the clock, of which organization, and what the database lets in."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from chaperone.access import clearances, registry
from chaperone.access.actions import end_access, give_grant
from chaperone.access.actions.requests import Wish, approve
from chaperone.access.actors import operator
from chaperone.access.clearances import Clearance, begin_grace, end_hold, hold
from chaperone.access.errors import AccessEnded, NotCleared
from chaperone.access.events import ACCESS_RECORDED, CLEARANCE_ENDED, CLEARANCE_HELD
from chaperone.access.models import Hold
from chaperone.access.queries import enter
from chaperone.access.queries.entering import confirm_in_force
from chaperone.access.settings import GRACE
from chaperone.access.witness import witnessed
from chaperone.organizations.actions import change_setting
from tests.access.scene import asked, emergency, entries, move, one_member, page_of, soon
from tests.cast import (
    HARBOR,
    LAKESIDE,
    OPERATIONS,
    amara,
    daniel,
    grace,
    inside,
    lee,
    maria,
    noah,
    samuel,
    ursula,
)

rolled_back = pytest.mark.django_db(databases=["default", "apart"])
committed = pytest.mark.usefixtures("committed")

NAME = "first_aid"
FOREVER = timedelta(days=365)


@pytest.fixture(autouse=True)
def first_aid(monkeypatch):
    course = Clearance(NAME, "First aid", "Do the course in first aid.", "access:mine")
    monkeypatch.setitem(clearances._registered, NAME, course)


def today():
    return timezone.now().date()


def held(person=maria, organization=LAKESIDE, until=None, by=None, why="course passed"):
    with (by or person).acting(organization) as actor:
        return hold(
            actor=actor,
            user_id=person.user.id,
            clearance=NAME,
            until=until or today() + FOREVER,
            why=why,
        )


def ended(person=maria, by=samuel):
    with by.acting() as actor:
        return end_hold(actor=actor, user_id=person.user.id, clearance=NAME, reason="A mistake.")


def look(client, page=None):
    response = client.get(page or page_of(ursula), secure=True)
    return response.status_code, getattr(response, "url", "")


CLOSED = (302, "/access/missing/")


# ---- Held and not.


@rolled_back
def test_what_is_not_held_closes_members_data_and_is_recorded():
    client = maria.client()
    assert look(client) == CLOSED
    held()
    assert look(client) == (200, "")
    (entry,) = [row for row in entries(CLEARANCE_HELD) if row.details["clearance"] == NAME]
    assert entry.actor_id == maria.user.id


@rolled_back
def test_entering_brings_it_in_the_same_round_trip():
    held()
    user = maria.user
    with inside(LAKESIDE), CaptureQueriesContext(connection) as queries:
        staff = enter(user, address="").staff
    assert len(queries) == 1
    assert staff.clearances[NAME] == today() + FOREVER


@rolled_back
def test_a_hold_that_was_ended_a_second_ago_clears_nobody():
    client = maria.client()
    held()
    assert look(client) == (200, "")
    assert ended() == 1
    assert look(client) == CLOSED
    assert ended() == 0
    (entry,) = entries(CLEARANCE_ENDED)
    assert entry.actor_id == samuel.user.id
    page = client.get(reverse("access:clearances"), secure=True).content.decode()
    assert "Missing since the end of" in page
    assert "A mistake." in page


@rolled_back
def test_the_last_day_counts_and_the_day_after_does_not():
    """By the clock of the organization, whatever day it is in London."""
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        _move_clock(zone)
        with maria.acting() as actor, connection.cursor() as cursor:
            cursor.execute("SELECT (statement_timestamp() AT TIME ZONE %s)::date", [zone])
            there = cursor.fetchone()[0]
            hold(actor=actor, user_id=actor.id, clearance=NAME, until=there, why="course passed")
        assert NAME in _entered(maria).clearances
        ended()
        held(until=there - timedelta(days=1))
        assert NAME not in _entered(maria).clearances
        ended()


def _entered(person, organization=None):
    with person.acting(organization) as actor:
        return actor


def _move_clock(zone):
    with inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organizations_organization SET time_zone = %s WHERE id = %s", [zone, LAKESIDE]
        )


@committed
def test_a_hold_of_another_organization_clears_nobody_here(as_login):
    with as_login("owner"), inside(HARBOR):
        give_grant(actor=operator(HARBOR), user_id=maria.user.id, role="coach", reason="Helps out.")
    held(organization=HARBOR)
    assert NAME in _entered(maria, HARBOR).clearances
    assert NAME not in _entered(maria, LAKESIDE).clearances
    assert look(maria.client()) == CLOSED


# ---- Pages, and the witness behind them.


@rolled_back
def test_pages_without_members_data_stay_open():
    assert look(samuel.client(), reverse("access:register")) == (200, "")
    assert look(grace.client(), reverse("administration:staff")) == (200, "")
    assert look(grace.client(), reverse("administration:members")) == CLOSED
    assert look(maria.client(), reverse("access:mine")) == (200, "")


@rolled_back
def test_the_witness_opens_nothing_whatever_page_let_somebody_through():
    with maria.acting() as actor:
        member = ursula.member
        with (
            pytest.raises(NotCleared),
            witnessed(actor, purpose="treatment", place="tests"),
        ):
            member.name.open()
    assert entries(ACCESS_RECORDED) == []


@rolled_back
def test_who_did_not_enter_holds_nothing():
    """Staff made by hand in a program hold no clearance: nothing opens."""
    held()
    with maria.acting() as actor:
        made = type(actor)(kind="staff", id=actor.id, organization_id=LAKESIDE)
        assert [each.name for each in clearances.lacking(made)] == list(clearances._registered)


def _look(actor, member, *then):
    with witnessed(actor, purpose="treatment", place="tests") as witness:
        assert member.name.open() == ursula.name
        _end_apart()
        for step in then:
            step(witness)


@committed
@pytest.mark.parametrize("then", [[lambda witness: witness.confirm()], []], ids=["next", "end"])
def test_a_request_that_runs_is_stopped_at_its_next_opening_or_before_its_record(then):
    held()
    with maria.acting() as actor:
        member = ursula.member
        with pytest.raises(AccessEnded):
            _look(actor, member, *then)
    assert entries(ACCESS_RECORDED) == []


def _end_apart():
    """As the officer would, from another connection that commits."""
    with inside(LAKESIDE):
        (row,) = Hold.objects.filter(user_id=maria.user.id, name=NAME).values_list("id", flat=True)
    move("access_clearance", row, ended_at=timezone.now())


@rolled_back
def test_emergency_access_goes_without_and_asks_for_none_while_it_runs():
    emergency(daniel, ursula)
    client = daniel.client()
    assert look(client) == (200, "")
    assert look(client, page_of(lee))[0] == 404
    with daniel.acting() as actor:
        confirm_in_force(actor)


# ---- Support of the platform.


def _let_in_at_lakeside():
    request = asked(
        noah,
        Wish(role="coach", scope="organization"),
        soon(hours=2),
        organization_id=LAKESIDE,
    )
    for officer in (amara, samuel):
        with officer.acting() as actor:
            approve(actor=actor, request_id=request, note="Agreed.")


@rolled_back
def test_support_is_cleared_where_they_work_and_only_while_they_do():
    _let_in_at_lakeside()
    assert NAME not in _entered(noah, LAKESIDE).clearances
    held(noah, OPERATIONS)
    assert NAME in _entered(noah, LAKESIDE).clearances
    with amara.acting() as officer:
        end_access(actor=officer, user_id=noah.user.id, reason="Left Operations.")
    with inside(LAKESIDE):
        staff = enter(noah.user, address="", organization=LAKESIDE)
    assert staff is None or NAME not in staff.staff.clearances


@committed
def test_holds_of_the_platform_clear_nobody_who_was_let_in_otherwise(as_login):
    with as_login("owner"), inside(LAKESIDE):
        give_grant(actor=operator(LAKESIDE), user_id=noah.user.id, role="coach", reason="By hand.")
    held(noah, OPERATIONS)
    assert NAME not in _entered(noah, LAKESIDE).clearances


# ---- What the web server's login can write.


def _written(**columns):
    row = {
        "organization_id": LAKESIDE,
        "user_id": maria.user.id,
        "name": NAME,
        "until": today() + timedelta(days=30),
        "why": "made up",
    }
    with maria.acting() as actor:
        Hold.objects.create(**row | {"given_by": actor.id} | columns)


@rolled_back
def test_no_hold_is_written_beyond_what_the_actions_need():
    for columns in (
        {"user_id": daniel.user.id},
        {"organization_id": HARBOR},
        {"given_by": samuel.user.id},
        {"given_by": None},
        {"held_at": timezone.now() - timedelta(days=1)},
        {"until": today() + timedelta(days=3 * 365 + 3)},
        {"until": today() + timedelta(days=93), "why": "grace"},
        {"ended_at": timezone.now()},
    ):
        with pytest.raises(DatabaseError):
            _written(**columns)
    _written()


@rolled_back
def test_grace_can_be_given_to_others():
    _written(user_id=daniel.user.id, why="grace")


@rolled_back
def test_no_hold_is_changed_but_to_end_it():
    row = held()
    for change in (
        "until = until + 30",
        "user_id = organization_id",
        "name = 'training'",
        "ended_at = NULL",
        "ended_at = now() + interval '1 day', ended_by = user_id",
    ):
        with pytest.raises(DatabaseError):
            _updated(change, row)


def _updated(change, row):
    with maria.acting(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE access_clearance SET {change} WHERE id = %s", [row.id])
        return cursor.rowcount


@rolled_back
def test_what_ended_is_not_begun_anew_and_nothing_is_deleted():
    row = held()
    ended()
    assert _updated("ended_by = user_id, ended_at = statement_timestamp()", row) == 0
    with pytest.raises(DatabaseError), maria.acting(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_clearance")


@committed
def test_no_other_login_writes_any(as_login):
    row = (LAKESIDE, maria.user.id, NAME)
    for login in ("worker", "sequencer", "auditor", "backup"):
        with as_login(login), pytest.raises(DatabaseError):
            _inserted(row)


def _inserted(row):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_clearance (id, organization_id, user_id, name, until, why, end_reason)"
            " VALUES (gen_random_uuid(), %s, %s, %s, now(), 'made up', '')",
            row,
        )


# ---- Newcomers.


def _grace(days):
    with samuel.acting() as officer:
        change_setting(
            actor=officer, setting=GRACE["training"], value=days, reason="Courses start on Mondays."
        )


def _begun(person=maria, by=samuel):
    with by.acting() as actor:
        return begin_grace(actor=actor, user_id=person.user.id, clearance="training")


@rolled_back
def test_there_is_no_grace_unless_somebody_set_it():
    with samuel.acting() as actor:
        assert begin_grace(actor=actor, user_id=noah.user.id, clearance="training") is None


@rolled_back
def test_grace_is_for_newcomers_once():
    _grace(14)
    begun = _begun(noah)
    assert begun.why == "grace"
    assert timedelta(days=13) <= begun.until - today() <= timedelta(days=15)
    assert _begun(noah) is None


@committed
def test_whoever_is_given_access_is_hired_and_no_guest_is(as_login, monkeypatch):
    hired = []
    monkeypatch.setattr(
        registry, "_hired", [lambda *, actor, user_id: hired.append((actor.id, user_id))]
    )
    _let_in_at_lakeside()
    emergency(daniel, ursula)
    assert hired == []
    request = asked(daniel, one_member(ursula))
    with samuel.acting() as actor:
        approve(actor=actor, request_id=request, note="Agreed.")
    assert hired == [(samuel.user.id, daniel.user.id)]


# ---- Bad input.


@given(st.text(max_size=40).filter(lambda text: not re.fullmatch(r"[-a-zA-Z0-9_]{1,32}", text)))
def test_a_clearance_has_a_name(name):
    with pytest.raises(ValidationError):
        Hold(name=name, until=date(2027, 1, 1), why="x").clean_fields(
            exclude=["organization", "user", "ended_at", "ended_by", "given_by"]
        )


@rolled_back
def test_no_clearance_has_two_owners():
    with pytest.raises(ValueError, match="twice"):
        clearances.register(clearances._registered[NAME])
