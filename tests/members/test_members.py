"""Members: enrolled under a key of their own, found by number, reached by care team, silent on STOP."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from chaperone.access.actors import member as member_actor
from chaperone.access.errors import NotReachable
from chaperone.members.actions import enrol_member, start_texts, stop_texts
from chaperone.members.errors import NumberTaken
from chaperone.members.models import Member, Suppression
from chaperone.members.queries import find_by_phone, is_suppressed, reach_member
from chaperone.sms.errors import SmsError
from chaperone.vault.models import Key
from tests.cast import HARBOR, LAKESIDE, daniel, dewey, grace, inside, lee, maria, ursula

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

NEW = {"name": "Nora Lindqvist", "phone": "+16175550188", "birth_date": date(1970, 2, 3)}


def test_enrolled_member_has_a_key_and_is_found_by_number():
    with inside(LAKESIDE):
        team = ursula.member.care_team_id
    with grace.acting() as actor:
        member = enrol_member(actor=actor, care_team_id=team, **NEW)
        assert Key.objects.filter(member_id=member.id).count() == 1
        assert find_by_phone(organization_id=LAKESIDE, number=NEW["phone"]).id == member.id
    with inside(HARBOR):
        assert find_by_phone(organization_id=HARBOR, number=NEW["phone"]) is None


def test_number_belongs_to_one_member():
    with grace.acting() as actor, pytest.raises(NumberTaken):
        enrol_member(
            actor=actor, care_team_id=ursula.member.care_team_id, **NEW | {"phone": ursula.phone}
        )


@pytest.mark.parametrize("number", ["", "617 555 0188", "+1617555018x", "+1", "911"])
def test_number_must_be_e164(number):
    with grace.acting() as actor, pytest.raises(SmsError):
        enrol_member(
            actor=actor, care_team_id=ursula.member.care_team_id, **NEW | {"phone": number}
        )


def test_coach_cannot_enrol_into_another_care_team():
    with inside(LAKESIDE):
        south = lee.member.care_team_id
    with pytest.raises(Exception, match="row-level security"), maria.acting() as actor:
        enrol_member(actor=actor, care_team_id=south, **NEW)


def test_coach_reaches_members_of_her_care_team_only():
    with inside(LAKESIDE):
        hers, not_hers = ursula.member.id, lee.member.id
    with maria.acting() as actor:
        assert reach_member(actor=actor, member_id=hers).id == hers
        with pytest.raises(NotReachable):
            reach_member(actor=actor, member_id=not_hers)
    with daniel.acting() as actor, pytest.raises(NotReachable):
        reach_member(actor=actor, member_id=hers)


def test_sql_as_web_gives_no_row_out_of_reach():
    with maria.acting():
        visible = set(Member.objects.values_list("organization_id", "care_team_id"))
        assert visible == {(LAKESIDE, ursula.member.care_team_id)}
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM members_member WHERE organization_id = %s", [HARBOR]
            )
            assert cursor.fetchone() == (0,)


def test_row_cannot_be_moved_to_another_organization():
    with (
        pytest.raises(Exception, match="row-level security"),
        inside(LAKESIDE),
        transaction.atomic(),
    ):
        Member.objects.filter(id=ursula.member.id).update(organization_id=HARBOR)


def test_stop_and_start_say_whether_they_changed_anything():
    with inside(LAKESIDE):
        member = ursula.member
        actor = member_actor(LAKESIDE, member.id)
        assert not is_suppressed(member)
        assert stop_texts(actor=actor, member=member)
        assert not stop_texts(actor=actor, member=member)
        assert is_suppressed(member)
        assert start_texts(actor=actor, member=member)
        assert not start_texts(actor=actor, member=member)
        assert not is_suppressed(member)


def test_suppression_is_once_a_number():
    with inside(LAKESIDE):
        index = ursula.member.phone_index
        Suppression.objects.create(organization_id=LAKESIDE, phone_index=index)
        with pytest.raises(IntegrityError), transaction.atomic():
            Suppression.objects.create(organization_id=LAKESIDE, phone_index=index)


def test_search_finds_by_exact_number_among_those_in_reach():
    client = maria.client()
    found = client.post(reverse("members:search"), {"phone": ursula.phone}, secure=True)
    with inside(LAKESIDE):
        assert found.url == reverse("members:member", kwargs={"member_id": ursula.member.id})
    for number in (lee.phone, dewey.phone, "+16175550188"):
        response = client.post(reverse("members:search"), {"phone": number}, secure=True)
        assert "None of the members you can reach has this number." in response.content.decode()


@pytest.mark.parametrize("typed", ["", "abc", "+", "1" * 40, "\x00", "617"])
def test_search_says_what_is_wrong_with_a_number(typed):
    response = maria.client().post(reverse("members:search"), {"phone": typed}, secure=True)
    assert response.status_code == 422
    assert "None of the members" not in response.content.decode()
    assert 'role="alert"' in response.content.decode()


def test_a_number_in_an_address_is_not_looked_for():
    """So that nobody gets used to it: addresses are kept by browsers and proxies."""
    response = maria.client().get(reverse("members:search"), {"phone": ursula.phone}, secure=True)
    assert response.status_code == 200
    assert ursula.phone not in response.content.decode()


def test_member_page_asks_a_fixed_number_of_queries(django_assert_num_queries):
    with inside(LAKESIDE):
        url = reverse("members:member", kwargs={"member_id": ursula.member.id})
    client = maria.client()
    client.get(url, secure=True)
    with django_assert_num_queries(18):
        client.get(url, secure=True)
