"""How a request enters: one round trip, by the clock, into the organization that was chosen."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chaperone.access.actions import give_grant
from chaperone.access.actors import operator
from chaperone.access.context import also_in, context_of
from chaperone.access.events import ORGANIZATION_CHOSEN
from chaperone.access.queries import enter
from chaperone.access.queries.entering import customers, organizations_to_choose
from chaperone.members.models import Member
from tests.access.scene import emergency, entries, granted, id_of, move, one_member, page_of
from tests.cast import (
    HARBOR,
    LAKESIDE,
    OPERATIONS,
    daniel,
    dewey,
    grace,
    ines,
    inside,
    lee,
    maria,
    noah,
    samuel,
    ursula,
)

pytestmark = pytest.mark.usefixtures("committed")

_CONTEXT = (
    "SELECT chaperone_organization(), chaperone_staff(), chaperone_scope(),"
    " chaperone_care_teams(), chaperone_members()"
)


def given(as_login, person, organization_id, **grant):
    with as_login("owner"), inside(organization_id):
        return give_grant(
            actor=operator(organization_id), user_id=person.user.id, reason="Tests.", **grant
        )


def context():
    with connection.cursor() as cursor:
        cursor.execute(_CONTEXT)
        return cursor.fetchone()


def test_it_takes_one_round_trip():
    user = maria.user
    with inside(LAKESIDE), CaptureQueriesContext(connection) as queries:
        assert enter(user, address="")
    assert len(queries) == 1


def test_the_context_is_what_the_grants_reach():
    granted(maria, one_member(lee))
    emergency(maria, lee)
    with maria.acting() as actor:
        organization, staff, scope, teams, members = context()
        assert (organization, staff, scope) == (LAKESIDE, maria.user.id, "care_teams")
        assert teams == [ursula.member.care_team_id]
        assert set(members) == {id_of(lee)}
        # The program's own idea of it is the database's.
        ours = context_of(actor)
        assert (ours.scope, list(ours.care_teams)) == (scope, teams)
        assert list(ours.members) == members


@pytest.mark.parametrize("person", [samuel, ines, noah])
def test_whoever_opens_no_members_data_reaches_no_member(person):
    with person.acting():
        assert context()[2] == "none"
        assert not Member.objects.exists()


def test_an_administrator_reaches_the_whole_organization():
    with grace.acting():
        assert context()[2] == "organization"


@pytest.mark.parametrize(
    "times",
    [
        {"ends_at": timezone.now() - timedelta(seconds=1)},
        {"starts_at": timezone.now() + timedelta(days=1)},
    ],
    ids=["over", "not begun"],
)
def test_a_grant_holds_between_its_times_only(times):
    page = page_of(ursula)
    with maria.acting() as actor:
        (held,) = actor.grants
    move("access_grant", held.id, **times)
    assert enter_(maria) is None
    assert maria.client().get(page, secure=True).status_code == 404


def enter_(person, **more):
    with inside(LAKESIDE):
        return enter(person.user, address="", **more)


def test_who_works_in_two_organizations_turns_from_one_to_the_other(as_login):
    given(as_login, maria, HARBOR, role="coach")
    client, ours, theirs = maria.client(), page_of(ursula), page_of(dewey)
    assert client.get(ours, secure=True).status_code == 200
    assert client.get(theirs, secure=True).status_code == 404
    choices = reverse("access:organizations")
    assert b"Harbor Health Coaching" in client.get(choices, secure=True).content
    before = client.cookies["__Host-session"].value

    turned = client.post(choices, {"organization": str(HARBOR)}, secure=True)

    assert turned.status_code == 302
    assert client.cookies["__Host-session"].value != before
    assert client.get(theirs, secure=True).status_code == 200
    assert client.get(ours, secure=True).status_code == 404
    (entry,) = entries(ORGANIZATION_CHOSEN, HARBOR)
    assert entry.actor_id == maria.user.id


def test_a_choice_that_is_over_falls_back_to_where_they_work(as_login):
    grant = given(as_login, maria, HARBOR, role="coach")
    assert enter_(maria, organization=HARBOR).organization.id == HARBOR
    move("access_grant", grant.id, ends_at=timezone.now())
    entered = enter_(maria, organization=HARBOR)
    assert entered.organization.id == LAKESIDE
    assert not entered.organization.one_of_many


@pytest.mark.parametrize("organization_id", [HARBOR, OPERATIONS, "nonsense", ""])
def test_nobody_turns_to_where_they_hold_nothing(organization_id):
    client = maria.client()
    answer = client.post(
        reverse("access:organizations"), {"organization": organization_id}, secure=True
    )
    assert answer.status_code == 404
    assert client.get(page_of(ursula), secure=True).status_code == 200


def test_only_the_platforms_staff_learn_who_the_customers_are():
    with noah.acting():
        assert {choice.id for choice in customers()} == {LAKESIDE, HARBOR}
    for person in (maria, samuel, grace):
        with person.acting():
            assert customers() == []
    with maria.acting():
        assert [choice.id for choice in organizations_to_choose()] == [LAKESIDE]


def test_turning_to_another_organization_for_a_moment_reaches_no_member_and_comes_back():
    with daniel.acting() as actor:
        before = context()
        with also_in(actor, HARBOR) as there:
            assert there.organization_id == HARBOR
            assert context()[:3] == (HARBOR, actor.id, "none")
            assert not Member.objects.exists()
        assert context() == before
        assert lee.member.id
