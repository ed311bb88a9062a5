"""Access is asked for, decided by four eyes, recorded on every side, and over when its time is."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from chaperone.access.actions import give_grant
from chaperone.access.actions.requests import Wish, approve, ask_for_access, decline, withdraw
from chaperone.access.actors import operator
from chaperone.access.errors import (
    AlreadyDecided,
    HomeFirst,
    NotARole,
    NotReachable,
    OwnRequest,
    Unsuitable,
)
from chaperone.access.events import (
    ACCESS_RECORDED,
    ASK_APPROVED,
    ASK_DECLINED,
    ASK_ENDORSED,
    ASK_WITHDRAWN,
    ASKED,
    GRANT_GIVEN,
)
from chaperone.access.models import Grant, Request
from chaperone.access.queries.requests import count_to_decide, own_requests, requests_to_decide
from chaperone.accounts.actions import choose_organization as keep_choice
from chaperone.accounts.queries import sessions_of
from tests.access.scene import (
    REASON,
    approved,
    asked,
    end_soon,
    entries,
    granted,
    id_of,
    one_member,
    page_of,
    request_row,
    soon,
    team_of,
)
from tests.cast import (
    HARBOR,
    LAKESIDE,
    OPERATIONS,
    amara,
    daniel,
    dewey,
    grace,
    inside,
    lee,
    maria,
    noah,
    priya,
    samuel,
    tom,
    ursula,
)

pytestmark = pytest.mark.usefixtures("committed")


def get(person, url):
    return person.client().get(url, secure=True)


def test_what_was_asked_for_and_approved_opens_the_member_and_every_step_is_recorded():
    page = page_of(lee)
    assert get(maria, page).status_code == 404
    request_id = asked(maria, one_member(lee))
    assert get(maria, page).status_code == 404

    approved(request_id)

    assert get(maria, page).status_code == 200
    assert lee.name in get(maria, page).content.decode()
    for event, who in ((ASKED, maria), (ASK_APPROVED, samuel), (GRANT_GIVEN, samuel)):
        entry = entries(event)[0]
        assert entry.actor_id == who.user.id
        assert entry.members == (id_of(lee),)
        assert entry.details["request"] == str(request_id)
    assert entries(ASKED)[0].details["reason"] == REASON


def test_it_is_over_by_the_clock_and_no_job():
    grant = granted(maria, one_member(lee))
    assert get(maria, page_of(lee)).status_code == 200
    end_soon(grant)
    assert get(maria, page_of(lee)).status_code == 404
    with maria.acting() as actor:
        assert grant.id not in {held.id for held in actor.grants}


def test_the_reason_is_sealed_and_read_by_who_decides():
    request_id = asked()
    with inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM access_request WHERE id = %s", [request_id])
        assert REASON.encode() not in bytes(cursor.fetchone()[0])
    with samuel.acting() as actor:
        (line,) = requests_to_decide(actor)
        assert (line.reason, line.who, line.decidable) == (REASON, "Maria Alvarez", True)
        assert count_to_decide(actor) == 1


def test_nobody_decides_on_their_own(as_login):
    own = asked(samuel, Wish(role="auditor"))
    with samuel.acting() as actor:
        for verb in (approve, decline):
            with pytest.raises(OwnRequest):
                verb(actor=actor, request_id=own, note="Mine.")
        assert requests_to_decide(actor) == []
        assert count_to_decide(actor) == 0
        assert [line.mine for line in own_requests(actor)] == [True]


def test_nor_on_what_they_asked_for_another():
    for_maria = asked(samuel, one_member(lee), user_id=maria.user.id)
    with samuel.acting() as actor, pytest.raises(OwnRequest):
        approve(actor=actor, request_id=for_maria, note="I asked.")


@pytest.mark.parametrize("login", ["web", "owner"])
def test_the_database_refuses_own_approval_whatever_a_program_does(as_login, login):
    request_id = asked(samuel, Wish(role="auditor"))
    with (
        as_login(login),
        samuel.acting() as actor,
        pytest.raises(IntegrityError, match="four_eyes"),
    ):
        Request.objects.filter(id=request_id).update(officer_id=actor.id, state="approved")


def test_the_database_refuses_approval_without_an_officer():
    request_id = asked()
    with samuel.acting(), pytest.raises(IntegrityError, match="approved_by_all"):
        Request.objects.filter(id=request_id).update(state="approved")


def test_a_decision_stands():
    request_id = asked()
    with samuel.acting() as actor:
        decline(actor=actor, request_id=request_id, note="Daniel is back.")
    assert entries(ASK_DECLINED)[0].details["reason"] == "Daniel is back."
    for verb in (approve, decline):
        with samuel.acting() as actor, pytest.raises(AlreadyDecided):
            verb(actor=actor, request_id=request_id, note="Again.")
    with maria.acting() as actor, pytest.raises(AlreadyDecided):
        withdraw(actor=actor, request_id=request_id)
    with inside(LAKESIDE):
        assert Request.objects.filter(id=request_id).update(state="waiting") == 0
    assert get(maria, page_of(lee)).status_code == 404


def test_what_was_asked_cannot_be_changed_afterwards():
    request_id = asked()
    with maria.acting(), pytest.raises(DatabaseError, match="permission denied"):
        Request.objects.filter(id=request_id).update(role="administrator")


def test_it_can_be_withdrawn_by_who_asked_only():
    request_id = asked()
    with daniel.acting() as actor, pytest.raises(NotReachable):
        withdraw(actor=actor, request_id=request_id)
    with maria.acting() as actor:
        withdraw(actor=actor, request_id=request_id)
    assert request_row(request_id).state == "withdrawn"
    assert len(entries(ASK_WITHDRAWN)) == 1


def test_another_organization_neither_sees_nor_decides():
    request_id = asked()
    with tom.acting() as actor:
        assert requests_to_decide(actor) == []
        with pytest.raises(NotReachable):
            approve(actor=actor, request_id=request_id, note="Not mine.")


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        (Wish(role="emergency"), NotARole),
        (Wish(role="support"), NotARole),
        (Wish(role="emperor"), NotARole),
        (Wish(element="diary"), Unsuitable),
        (Wish(role="auditor", scope="member", member_id=uuid4()), Unsuitable),
    ],
    ids=["emergency", "support", "no role", "no data", "role for all"],
)
def test_what_cannot_be_asked_for(wish, error):
    with maria.acting() as actor, pytest.raises(error):
        ask_for_access(actor=actor, user_id=actor.user_id, wish=wish, reason=REASON, until=soon())


def test_nothing_is_asked_for_or_approved_that_is_over(as_login):
    with pytest.raises(Unsuitable, match="future"):
        asked(until=soon(seconds=-1))
    request_id = asked(until=soon(seconds=0.05))
    with samuel.acting() as actor, connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.1)")
        with pytest.raises(Unsuitable, match="over"):
            approve(actor=actor, request_id=request_id, note="Late.")


# ---- From the platform to a customer.


def asked_by_support(texter=ursula):
    return asked(noah, one_member(texter), organization_id=texter.organization_id)


def test_support_reaches_a_customers_member_only_after_both_sides_agreed():
    page = page_of(ursula)
    client = noah.client()
    assert client.get(page, secure=True).status_code == 404
    request_id = asked_by_support()

    with samuel.acting() as actor:
        assert count_to_decide(actor) == 0
        with pytest.raises(HomeFirst):
            approve(actor=actor, request_id=request_id, note="Too early.")
    assert approved(request_id, by=amara) is None
    assert client.get(page, secure=True).status_code == 404
    with samuel.acting() as actor:
        (line,) = requests_to_decide(actor)
        assert (line.who, line.home, line.home_officer) == (
            "Noah Fischer",
            "Chaperone Operations",
            "Amara Kone",
        )
        assert line.reason == REASON
    assert approved(request_id, by=samuel) is not None

    (session,) = sessions_of(noah.user.id)
    keep_choice(session_id=session.id, organization_id=LAKESIDE)
    assert client.get(page, secure=True).status_code == 200
    assert client.get(page_of(lee), secure=True).status_code == 404
    (record,) = entries(ACCESS_RECORDED)
    assert record.actor_id == noah.user.id
    for organization_id in (LAKESIDE, OPERATIONS):
        for event in (ASKED, ASK_ENDORSED, ASK_APPROVED):
            assert len(entries(event, organization_id)) == 1, (organization_id, event)
    assert entries(ASKED, OPERATIONS)[0].members == ()


def test_the_customer_can_refuse_and_so_can_the_platform():
    for refusing, endorsing in ((amara, None), (samuel, amara)):
        request_id = asked_by_support()
        if endorsing:
            approved(request_id, by=endorsing)
        with refusing.acting() as actor:
            decline(actor=actor, request_id=request_id, note="No need.")
        assert request_row(request_id).state == "refused"
    with inside(LAKESIDE):
        assert not Grant.objects.filter(user_id=noah.user.id).exists()


def test_the_platforms_officer_cannot_decide_for_the_customer():
    request_id = asked_by_support()
    approved(request_id, by=amara)
    with amara.acting() as actor:
        with pytest.raises(AlreadyDecided):
            approve(actor=actor, request_id=request_id, note="Once more.")
        with pytest.raises(DatabaseError), transaction.atomic():
            Request.objects.filter(id=request_id).update(
                state="approved", officer_id=samuel.user.id
            )


def test_one_person_who_is_officer_of_both_decides_once_only(as_login):
    with as_login("owner"), inside(LAKESIDE):
        give_grant(
            actor=operator(LAKESIDE),
            user_id=amara.user.id,
            role="security_officer",
            reason="Lent to the customer.",
        )
    request_id = asked_by_support()
    approved(request_id, by=amara)
    with amara.acting(LAKESIDE) as actor:
        assert actor.organization_id == LAKESIDE
        with pytest.raises(OwnRequest):
            approve(actor=actor, request_id=request_id, note="As the other.")


@pytest.mark.parametrize("person", [priya, amara], ids=["another customer", "its officer"])
def test_nobody_but_support_asks_another_organization(person):
    with person.acting() as actor, pytest.raises(Unsuitable, match="support"):
        ask_for_access(
            actor=actor,
            user_id=actor.user_id,
            wish=one_member(ursula),
            reason=REASON,
            until=soon(),
            organization_id=LAKESIDE,
        )


def test_support_asks_for_themselves_and_until_a_time():
    with noah.acting() as actor:
        with pytest.raises(Unsuitable, match="oneself"):
            ask_for_access(
                actor=actor,
                user_id=amara.user.id,
                wish=one_member(dewey),
                reason=REASON,
                until=soon(),
                organization_id=HARBOR,
            )
        with pytest.raises(Unsuitable, match="end"):
            ask_for_access(
                actor=actor,
                user_id=actor.user_id,
                wish=one_member(dewey),
                reason=REASON,
                until=None,
                organization_id=HARBOR,
            )


def test_an_officer_cannot_be_asked_around_by_forging_the_home(as_login):
    """A customer's program cannot write a request that pretends to come from elsewhere."""
    with priya.acting() as actor, pytest.raises(DatabaseError, match="row-level security"):
        Request.objects.create(
            organization_id=LAKESIDE,
            home_id=HARBOR,
            user_id=actor.user_id,
            requested_by=actor.user_id,
            role="coach",
            scope="organization",
            reason="Forged.",
        )


def test_the_care_team_that_was_asked_for_is_the_one_that_is_reached():
    south = team_of(lee)
    grant = granted(maria, Wish(role="coach", scope="care_team", care_team_id=south))
    assert grant.care_team_id == south
    assert get(maria, page_of(lee)).status_code == 200
    assert get(grace, page_of(lee)).status_code == 200
