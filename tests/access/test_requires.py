"""A page opens for whom it may, leaves one record, and sends no byte before that is committed."""

from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from chaperone.access.actions import give_grant
from chaperone.access.actors import operator
from chaperone.access.events import ACCESS_RECORDED, ACCESS_REFUSED
from chaperone.ledger.queries import search
from tests.cast import (
    HARBOR,
    LAKESIDE,
    daniel,
    dewey,
    grace,
    inside,
    lee,
    maria,
    priya,
    samuel,
    ursula,
)

pytestmark = pytest.mark.usefixtures("committed")


def page_of(texter):
    with inside(texter.organization_id):
        member_id = texter.member.id
    return reverse("members:member", kwargs={"member_id": member_id})


def entries(organization_id, event):
    with inside(organization_id):
        return search(operator(organization_id), event=event.name).rows


def get(person, url, **headers):
    return person.client().get(url, secure=True, headers=headers)


def test_coach_sees_her_member_and_the_record_names_what_she_saw():
    response = get(maria, page_of(ursula))
    assert response.status_code == 200
    assert ursula.name in response.content.decode()
    (record,) = entries(LAKESIDE, ACCESS_RECORDED)
    assert record.actor_id == maria.user.id
    with inside(LAKESIDE):
        assert record.members == (ursula.member.id,)
    opened = {(item.table, item.element, item.count) for item in record.opened}
    assert opened == {
        ("members_member", "name", 1),
        ("members_member", "phone", 1),
        ("members_member", "birth_date", 1),
    }
    assert record.purpose == "treatment"
    assert record.outcome == "success"
    assert record.details["place"] == "members:member"
    assert record.details["roles"] == ["coach"]
    assert record.address == "127.0.0.1"


@pytest.mark.parametrize(
    ("person", "texter"),
    [(daniel, ursula), (maria, lee), (priya, ursula), (maria, dewey)],
    ids=["colleague", "colleague's member", "stranger", "stranger's member"],
)
def test_out_of_reach_is_a_404_and_a_recorded_refusal(person, texter):
    response = get(person, page_of(texter))
    assert response.status_code == 404
    assert texter.name not in response.content.decode()
    own = HARBOR if person is priya else LAKESIDE
    (refusal,) = entries(own, ACCESS_REFUSED)
    assert refusal.actor_id == person.user.id
    assert refusal.details["route"] == "members:member"
    assert entries(own, ACCESS_RECORDED) == []


def test_missing_member_looks_like_one_out_of_reach():
    missing = get(maria, reverse("members:member", kwargs={"member_id": uuid4()}))
    other = get(maria, page_of(lee))
    assert (missing.status_code, missing.content) == (other.status_code, other.content)


def test_role_without_the_permission_is_refused():
    response = get(samuel, page_of(ursula))
    assert response.status_code == 404
    (refusal,) = entries(LAKESIDE, ACCESS_REFUSED)
    assert refusal.actor_id == samuel.user.id


def test_administrator_reaches_every_member_of_the_organization_only():
    assert get(grace, page_of(ursula)).status_code == 200
    assert get(grace, page_of(lee)).status_code == 200
    assert get(grace, page_of(dewey)).status_code == 404


def test_without_second_factor_no_member_is_shown():
    client = maria.client()
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 1.0}]
    session.save()
    response = client.get(page_of(ursula), secure=True)
    assert response.status_code == 302
    assert response.url == reverse("access:clearances")
    (refusal,) = entries(LAKESIDE, ACCESS_REFUSED)
    assert "second factor" in refusal.details["reason"]


def test_signed_out_is_asked_to_sign_in():
    url = page_of(ursula)
    response = Client().get(url, secure=True)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_coach_of_two_care_teams_reaches_the_members_of_both(as_login):
    with as_login("owner"), inside(LAKESIDE):
        give_grant(
            actor=operator(LAKESIDE),
            user_id=maria.user.id,
            role="coach",
            care_team_id=lee.member.care_team_id,
            reason="Covers for Daniel.",
        )
    assert get(maria, page_of(lee)).status_code == 200
    assert get(maria, page_of(ursula)).status_code == 200


def test_ended_grant_opens_nothing(as_login):
    client, url = maria.client(), page_of(ursula)
    assert client.get(url, secure=True).status_code == 200
    with as_login("owner"), inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE access_grant SET ends_at = now() WHERE user_id = %s", [maria.user.id]
        )
    assert client.get(url, secure=True).status_code == 404


def test_if_the_record_cannot_be_written_nothing_is_shown(as_login):
    client, url = maria.client(), page_of(ursula)
    with as_login("owner"), connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON ledger_entry FROM chaperone_web")
    response = client.get(url, secure=True)
    assert response.status_code == 503
    assert ursula.name not in response.content.decode()


def test_record_is_committed_before_the_response_leaves():
    """When the caller has the response, another connection sees the record."""
    get(maria, page_of(ursula))
    with transaction.atomic(using="apart"), connections["apart"].cursor() as cursor:
        cursor.execute("SELECT set_config('chaperone.organization', %s, true)", [str(LAKESIDE)])
        cursor.execute("SELECT count(*) FROM ledger_entry WHERE event = 'access.record.appended'")
        assert cursor.fetchone() == (1,)


def test_context_does_not_outlive_the_request():
    get(maria, page_of(ursula))
    with connection.cursor() as cursor:
        cursor.execute("SELECT chaperone_organization(), (SELECT count(*) FROM members_member)")
        assert cursor.fetchone() == (None, 0)
