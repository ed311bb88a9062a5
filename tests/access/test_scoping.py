"""Two grants together give no more than each: where something holds is asked for each member."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chaperone.access.actions import give_grant
from chaperone.access.actions.own_roles import save_role
from chaperone.access.actions.requests import Wish
from chaperone.access.actors import operator
from chaperone.access.scoping import may_for, permits_for
from chaperone.access.witness import witnessed
from chaperone.conversations.models import Message
from chaperone.vault.errors import NotPermitted
from tests.access.scene import end_soon, granted, id_of, one_member, page_of, team_of
from tests.cast import LAKESIDE, daniel, grace, inside, lee, levi, maria, samuel, ursula

pytestmark = pytest.mark.usefixtures("committed")

NAME, BODY = ("members_member", "name"), ("conversations_message", "body")


def permitted(person, element, texter, purpose="treatment"):
    member_id = id_of(texter)
    with person.acting() as actor:
        return permits_for(actor, purpose)(*element, member_id)


def test_a_coach_of_one_member_more_opens_this_one_and_no_neighbour():
    granted(maria, one_member(lee))
    assert permitted(maria, BODY, lee)
    assert permitted(maria, BODY, ursula)
    assert not permitted(maria, BODY, levi)


def test_a_coach_who_also_audits_the_whole_organization_opens_no_more(as_login):
    """Organization-wide row security must not carry the coach's elements to every member."""
    with as_login("owner"), inside(LAKESIDE):
        give_grant(
            actor=operator(LAKESIDE), user_id=maria.user.id, role="auditor", reason="Audits too."
        )
    assert maria.client().get(page_of(lee), secure=True).status_code == 404
    assert maria.client().get(page_of(ursula), secure=True).status_code == 200


def test_a_permission_of_one_care_team_does_not_hold_in_another(as_login):
    """A role that only shows who members are, in the whole organization, and coach of one team."""
    with samuel.acting() as actor:
        greeter = save_role(
            actor=actor,
            label="Greeter",
            definition={
                "allow": ["members.read"],
                "elements": {"treatment": {"allow": ["name"]}},
            },
            reason="Reception.",
        )
    granted(maria, Wish(role=greeter.name))
    with maria.acting() as actor:
        assert may_for(actor, "conversations.read", id_of(ursula))
        assert may_for(actor, "members.read", id_of(lee))
        assert not may_for(actor, "conversations.read", id_of(lee))
        assert actor.role_label == "Coach, Greeter"
    assert permitted(maria, NAME, lee)
    assert not permitted(maria, BODY, lee)
    assert maria.client().get(f"/threads/{id_of(lee)}/", secure=True).status_code == 404
    assert maria.client().get(f"/threads/{id_of(ursula)}/", secure=True).status_code == 200


def test_an_element_is_granted_for_what_was_asked_and_ends():
    ssn = ("members_member", "ssn")
    assert not permitted(maria, ssn, ursula)
    grant = granted(maria, Wish(element="ssn", scope="care_team", care_team_id=team_of(ursula)))
    assert permitted(maria, ssn, ursula)
    assert not permitted(maria, ssn, ursula, purpose="operations")
    end_soon(grant)
    assert not permitted(maria, ssn, ursula)


def test_an_element_of_one_member_opens_nobody_elses_and_reaches_nobody():
    grant = granted(maria, Wish(element="address", scope="member", member_id=id_of(lee)))
    assert grant.element == "address"
    assert maria.client().get(page_of(lee), secure=True).status_code == 404
    assert not permitted(maria, ("members_member", "address"), ursula)


def test_the_witness_refuses_what_the_purpose_does_not_open():
    with maria.acting() as actor:
        member = ursula.member
        with (
            pytest.raises(NotPermitted),
            witnessed(actor, purpose="operations", place="tests"),
        ):
            member.name.open()


def test_an_administrator_never_opens_a_message_even_as_a_coach_too(as_login):
    with as_login("owner"), inside(LAKESIDE):
        give_grant(
            actor=operator(LAKESIDE), user_id=grace.user.id, role="coach", reason="Coaches too."
        )
    assert not permitted(grace, BODY, ursula)
    assert permitted(grace, NAME, ursula)
    assert grace.client().get(f"/threads/{id_of(ursula)}/", secure=True).status_code == 404


def test_what_belongs_to_no_member_takes_the_whole_organization():
    with maria.acting() as actor:
        assert not permits_for(actor, "treatment")(*NAME, None)
    with grace.acting() as actor:
        assert permits_for(actor, "treatment")(*NAME, None)


def test_whoever_has_one_care_team_costs_no_query():
    with daniel.acting() as actor:
        permits, member_id = permits_for(actor, "treatment"), lee.member.id
        with CaptureQueriesContext(connection) as queries:
            assert permits(*BODY, member_id)
            assert may_for(actor, "conversations.read", member_id)
        assert len(queries) == 0


def test_messages_are_sealed_for_their_member():
    """What the scope is asked of: the member that a value is bound to."""
    assert Message.sealed_for == "member_id"
