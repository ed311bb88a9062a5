"""The register: who is here, and what an administrator does with a member."""

from uuid import uuid4

import pytest

from chaperone.access.queries import coaches_by_team
from chaperone.members.models import CareTeam, Member
from tests.cast import LAKESIDE, dewey, grace, inside, lee, maria, ursula
from tests.web.administration.asking import entries, get, post, queries, text, url

pytestmark = pytest.mark.usefixtures("committed")


def member_of(texter):
    with inside(texter.organization_id):
        return texter.member


def team_named(name):
    with inside(LAKESIDE):
        return CareTeam.objects.get(name=name)


NEW = {"name": "Nadia Farrow", "phone": "(617) 555-0176", "birth_date": "1970-02-03"}


def test_the_register_opens_names_before_the_witness_and_no_more():
    page = text(get(grace, "members"))
    assert ursula.name in page
    assert ursula.phone not in page
    (record,) = [
        each for each in entries("access.record.appended") if each.actor_id == grace.user.id
    ]
    assert {(each.table, each.element) for each in record.opened} == {("members_member", "name")}
    assert record.purpose == "operations"


def test_the_register_is_filtered_by_care_team_and_membership():
    south = team_named("South shore")
    page = text(get(grace, "members", {"care_team": str(south.id)}))
    assert lee.name in page
    assert ursula.name not in page
    assert "Nobody fits" in text(get(grace, "members", {"status": "ended"}))


@pytest.mark.parametrize(
    "wrong",
    [{"care_team": "x"}, {"status": "dead"}, {"before": "1"}, {"care_team": str(uuid4())}],
)
def test_a_question_that_makes_no_sense_is_a_400(wrong):
    assert get(grace, "members", wrong).status_code == 400


def test_an_exact_number_finds_the_member():
    member = member_of(ursula)
    response = post(grace, "member_find", {"phone": ursula.phone})
    assert response["Location"] == url("member", member_id=member.id)
    for nothing in ("617", "", "+16175550199", "x" * 500, "\x00"):
        response = post(grace, "member_find", {"phone": nothing})
        assert response["Location"] == url("members")


def test_a_member_is_added():
    team = team_named("North shore")
    response = post(grace, "member_add", NEW | {"care_team": str(team.id)})
    assert response.status_code == 302
    assert "Nadia Farrow" in text(grace.client().get(response["Location"], secure=True))
    (entry,) = [e for e in entries("members.member.enrolled") if e.actor_id == grace.user.id]
    assert len(entry.members) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"name": "a\x00b"}, "Null characters are not allowed"),
        ({"phone": "123"}, "Write the whole number"),
        ({"phone": ursula.phone}, "Another member already has this telephone number"),
        ({"birth_date": "03.02.1970"}, "Enter a valid date"),
        ({"birth_date": "1700-01-01"}, "Nobody alive"),
        ({"care_team": "x"}, "Select a valid choice"),
        ({"care_team": str(uuid4())}, "Select a valid choice"),
        ({"name": ["A", "B"]}, "sent more than once"),
    ],
)
def test_what_is_wrong_with_a_new_member_is_said(change, sentence):
    team = team_named("North shore")
    response = post(grace, "member_add", NEW | {"care_team": str(team.id)} | change)
    assert response.status_code == 400
    assert sentence in text(response)
    with inside(LAKESIDE):
        assert not Member.objects.filter(name__isnull=True).exists()


def test_a_member_is_given_to_another_care_team_and_its_coaches():
    member, south = member_of(ursula), team_named("South shore")
    moved = {"care_team": str(south.id), "reason": "Moved house"}
    assert post(grace, "member", moved, member_id=member.id).status_code == 302
    thread = f"/threads/{member.id}/"
    assert maria.client().get(thread, secure=True).status_code == 404
    (entry,) = entries("members.member.moved")
    assert entry.details["reason"] == "Moved house"


def test_a_membership_ends_after_a_question_and_can_be_taken_up_again():
    member = member_of(ursula)
    assert "Nothing is deleted" in text(get(grace, "member_end", member_id=member.id))
    assert post(grace, "member_end", member_id=member.id).status_code == 400
    post(grace, "member_end", {"reason": "Moved away"}, member_id=member.id)
    assert member_of(ursula).status == "ended"
    post(grace, "member_end", {"reason": "Came back"}, member_id=member.id)
    assert member_of(ursula).status == "active"
    assert len(entries("members.membership.ended")) == 1
    assert len(entries("members.membership.resumed")) == 1


def test_a_member_of_another_organization_is_not_there():
    stranger = member_of(dewey)
    for name in ("member", "member_end"):
        assert get(grace, name, member_id=stranger.id).status_code == 404
        assert post(grace, name, {"reason": "x"}, member_id=stranger.id).status_code == 404


def test_pages_take_a_fixed_number_of_queries():
    client = grace.client()
    few = queries(client, url("members") + "?status=active")
    assert few == queries(client, url("members"))
    assert few <= 16
    assert queries(client, url("member", member_id=member_of(ursula).id)) <= 17


def test_care_teams_are_made_and_renamed_once_each():
    response = post(grace, "teams", {"name": "East bay"})
    assert response.status_code == 302
    assert post(grace, "teams", {"name": "East bay"}).status_code == 400
    team = team_named("East bay")
    taken = post(grace, "team", {"name": "North shore"}, care_team_id=team.id)
    assert taken.status_code == 400
    assert "already" in text(taken)
    assert post(grace, "team", {"name": "West bay"}, care_team_id=team.id).status_code == 302
    assert team_named("West bay").id == team.id


def test_a_coach_is_put_into_another_care_team_and_taken_out():
    south = team_named("South shore")
    put = {"coach": str(maria.user.id), "reason": "Holiday cover"}
    assert post(grace, "team_assign", put, care_team_id=south.id).status_code == 302
    page = text(get(grace, "team", care_team_id=south.id))
    assert "Maria" in page
    thread = f"/threads/{member_of(lee).id}/"
    assert maria.client().get(thread, secure=True).status_code == 200
    with grace.acting() as actor:
        grants = coaches_by_team(actor)[south.id]
    grant = next(each.grant_id for each in grants if each.user_id == maria.user.id)
    left = post(grace, "team_leave", {"reason": "Back"}, care_team_id=south.id, grant_id=grant)
    assert left.status_code == 302
    assert maria.client().get(thread, secure=True).status_code == 404


def test_pages_of_care_teams_take_a_fixed_number_of_queries():
    client = grace.client()
    assert queries(client, url("teams")) <= 14
    assert queries(client, url("team", care_team_id=team_named("South shore").id)) <= 14
