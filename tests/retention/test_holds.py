"""A legal hold beats everything, and two people end it."""

from datetime import date

import pytest
from django.db import DatabaseError, connection

from chaperone.ledger.connecting import connect
from chaperone.ledger.errors import PruneRefused
from chaperone.ledger.pruning import _refuse_held
from chaperone.retention.actions import ask, carry_out
from chaperone.retention.errors import HeldBack, NoSuchHold, NotWaiting, OwnQuestion
from chaperone.retention.holds.actions import ask_release, keep_on, place_hold, release
from tests.cast import LAKESIDE, grace, inside, kristopher, samuel, tom, ursula
from tests.retention.scene import approved, ended
from tests.web.administration.asking import entries

pytestmark = pytest.mark.usefixtures("committed")


def held(member_id=None):
    with samuel.acting() as actor:
        return place_hold(actor=actor, ground="litigation", matter="2026/7", member_id=member_id).id


def released(hold_id):
    with grace.acting() as actor:
        ask_release(actor=actor, hold_id=hold_id)
    with samuel.acting() as actor:
        release(actor=actor, hold_id=hold_id)


def test_it_beats_a_destruction_that_was_approved(as_login):
    first, second = ended(ursula), ended(kristopher)
    approved(first)
    approved(second)
    hold_id = held(first)
    with as_login("worker"):
        assert carry_out(organization_id=LAKESIDE) == 1
        assert carry_out(organization_id=LAKESIDE) == 0
    released(hold_id)
    with as_login("worker"):
        assert carry_out(organization_id=LAKESIDE) == 1


@pytest.mark.parametrize("whole", [True, False])
def test_nothing_is_asked_to_be_destroyed_under_it(whole):
    member_id = ended(ursula)
    held(None if whole else member_id)
    with grace.acting() as actor, pytest.raises(HeldBack, match="2026/7"):
        ask(actor=actor, member_id=member_id, basis="member")


def test_the_database_itself_keeps_the_key(as_login):
    member_id = ended(ursula)
    held(member_id)
    with (
        as_login("worker"),
        pytest.raises(DatabaseError, match="legal hold"),
        inside(LAKESIDE),
        connection.cursor() as cursor,
    ):
        cursor.execute("select vault_shred(%s)", [member_id])


def test_no_month_of_the_ledger_goes_under_it(as_login):
    with as_login("owner"), connect() as owner:
        _refuse_held(owner, [date(2019, 1, 1)])
    hold_id = held()
    with as_login("owner"), connect() as owner, pytest.raises(PruneRefused, match="2026/7"):
        _refuse_held(owner, [date(2019, 1, 1)])
    released(hold_id)
    with as_login("owner"), connect() as owner:
        _refuse_held(owner, [date(2019, 1, 1)])


def test_who_asks_for_its_end_does_not_agree_to_it(as_login):
    hold_id = held()
    with samuel.acting() as actor:
        with pytest.raises(NotWaiting):
            release(actor=actor, hold_id=hold_id)
        ask_release(actor=actor, hold_id=hold_id)
        with pytest.raises(OwnQuestion):
            release(actor=actor, hold_id=hold_id)
        with pytest.raises(NotWaiting):
            ask_release(actor=actor, hold_id=hold_id)
    with (
        as_login("web"),
        pytest.raises(DatabaseError, match="released_by_another"),
        inside(LAKESIDE),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "update retention_hold set released_by = release_asked_by, released_at = now()"
        )
    with grace.acting() as actor:
        keep_on(actor=actor, hold_id=hold_id)
    assert len(entries("retention.hold.kept_on")) == 1
    released(hold_id)
    assert len(entries("retention.hold.released")) == 1
    with (
        as_login("web"),
        pytest.raises(DatabaseError, match="released already"),
        inside(LAKESIDE),
        connection.cursor() as cursor,
    ):
        cursor.execute("update retention_hold set released_at = null, released_by = null")


def test_another_organization_finds_nothing():
    hold_id = held()
    with tom.acting() as actor, pytest.raises(NoSuchHold):
        ask_release(actor=actor, hold_id=hold_id)
