"""The pages of access: for whom they open, what they say, and what they make of bad input."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chaperone.access import clearances
from chaperone.access.clearances import Clearance
from chaperone.access.events import ACCESS_REFUSED
from chaperone.access.models import Request
from tests.access.scene import (
    REASON,
    approved,
    asked,
    emergency,
    entries,
    id_of,
    one_member,
    team_of,
)
from tests.cast import (
    HARBOR,
    LAKESIDE,
    OPERATIONS,
    STRANGERS_NUMBER,
    amara,
    daniel,
    grace,
    ines,
    inside,
    lee,
    maria,
    noah,
    priya,
    samuel,
    ursula,
)

pytestmark = pytest.mark.usefixtures("committed")

ASK = reverse("access:ask")


def get(person, name, **arguments):
    return person.client().get(reverse(f"access:{name}", kwargs=arguments), secure=True)


def post(person, name, typed, query="", **arguments):
    url = reverse(f"access:{name}", kwargs=arguments) + query
    return person.client().post(url, typed, secure=True)


def wish(person=maria, **changes):
    return {
        "user": str(person.user.id),
        "what": "role:coach",
        "where": "member",
        "phone": lee.phone,
        "lasts": "7",
        "reason": REASON,
    } | changes


def requests_at(organization_id=LAKESIDE):
    with inside(organization_id):
        return list(Request.objects.filter(organization_id=organization_id))


@pytest.mark.parametrize("person", [maria, grace, samuel, ines, noah, amara])
def test_everybody_sees_what_they_hold(person):
    response = get(person, "mine")
    assert response.status_code == 200
    assert "What can I reach" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("requests", {samuel, amara}),
        ("register", {samuel, ines, amara}),
        ("roles", {samuel, ines, amara}),
        ("reviews", {samuel, amara}),
        ("emergencies", {samuel, amara}),
        ("emergency", {maria, daniel}),
        ("new-role", {samuel, amara}),
    ],
)
def test_each_page_is_for_those_whose_work_it_is(name, people):
    everyone = {maria, daniel, grace, samuel, ines, noah, amara}
    assert {person for person in everyone if get(person, name).status_code == 200} == people
    assert {person for person in everyone if get(person, name).status_code == 404} == (
        everyone - people
    )


def test_a_member_is_asked_for_by_number_approved_on_the_page_and_opened():
    made = post(maria, "ask", wish())
    assert made.status_code == 302
    (request,) = requests_at()
    assert request.member_id == id_of(lee)
    page = get(samuel, "request", request_id=request.id).content.decode()
    assert REASON in page
    assert lee.name not in page
    assert lee.phone not in page
    assert "Approve" in page
    assert "Approve" not in get(maria, "request", request_id=request.id).content.decode()

    decision = {"decision": "approve", "reason": "Agreed."}
    assert post(samuel, "decide", decision, request_id=request.id).status_code == 302
    assert "Agreed." in get(maria, "request", request_id=request.id).content.decode()
    again = post(samuel, "decide", decision, request_id=request.id)
    assert again.status_code == 422
    assert "decided already" in again.content.decode()


def test_an_administrator_asks_for_staff_and_a_coach_for_nobody_else():
    assert post(grace, "ask", wish(daniel, phone=ursula.phone)).status_code == 302
    assert post(daniel, "ask", wish(maria)).status_code == 422
    assert [request.requested_by for request in requests_at()] == [grace.user.id]


def test_a_number_of_no_member_is_told_and_recorded():
    response = post(maria, "ask", wish(phone=STRANGERS_NUMBER))
    assert response.status_code == 422
    assert REASON in response.content.decode()
    assert entries(ACCESS_REFUSED)[0].actor_id == maria.user.id


@pytest.mark.parametrize(
    "changes",
    [
        {"what": "role:emergency"},
        {"what": "role:support"},
        {"what": "element:diary"},
        {"what": "nonsense"},
        {"where": str(UUID(int=7))},
        {"where": "everywhere"},
        {"phone": ""},
        {"phone": "12"},
        {"phone": "+1" + "7" * 40},
        {"lasts": "-1"},
        {"lasts": "99999"},
        {"reason": ""},
        {"reason": "x" * 501},
        {"reason": "\x00"},
        {"user": "nobody"},
    ],
    ids=lambda changes: " ".join(f"{name} {value[:12]!a}" for name, value in changes.items()),
)
def test_bad_wishes_are_told_and_ask_for_nothing(changes):
    assert post(maria, "ask", wish(**changes)).status_code == 422
    assert requests_at() == []


def test_missing_and_doubled_fields_are_told():
    client = maria.client()
    assert client.post(ASK, {}, secure=True).status_code == 422
    doubled = wish() | {"what": ["role:coach", "role:emperor"]}
    assert client.post(ASK, doubled, secure=True).status_code == 422
    assert requests_at() == []


def test_a_care_team_of_another_organization_is_no_choice():
    harbor = team_of_harbor()
    assert post(maria, "ask", wish(where=str(harbor))).status_code == 422


def team_of_harbor() -> UUID:
    with priya.acting() as actor:
        return actor.care_team_ids[0]


def test_support_asks_a_customer_and_each_side_finds_its_page():
    query = f"?organization={LAKESIDE}"
    shown = noah.client().get(ASK + query, secure=True)
    assert "Lakeside Diabetes Care" in shown.content.decode()
    made = post(noah, "ask", wish(noah, phone=ursula.phone), query)
    assert made.status_code == 302
    (request,) = requests_at()
    assert (request.home_id, request.member_id) == (OPERATIONS, id_of(ursula))
    assert get(noah, "request", request_id=request.id).status_code == 200
    assert "Approve" in get(amara, "request", request_id=request.id).content.decode()
    assert "Approve" not in get(samuel, "request", request_id=request.id).content.decode()
    approved(request.id, by=amara)
    assert "Approve" in get(samuel, "request", request_id=request.id).content.decode()
    assert "Noah Fischer" in get(samuel, "requests").content.decode()
    assert get(priya, "request", request_id=request.id).status_code == 404


@pytest.mark.parametrize("person", [maria, grace, amara])
def test_nobody_else_finds_the_customers(person):
    for organization_id in (HARBOR, LAKESIDE):
        url = f"{ASK}?organization={organization_id}"
        assert person.client().get(url, secure=True).status_code == 404
    nonsense = person.client().get(f"{ASK}?organization=nonsense", secure=True)
    assert nonsense.status_code == 200


def test_it_is_withdrawn_on_the_page_by_who_asked_only():
    request_id = asked(maria, one_member(lee))
    assert post(daniel, "withdraw", {}, request_id=request_id).status_code == 404
    assert post(maria, "withdraw", {}, request_id=request_id).status_code == 302
    assert post(maria, "withdraw", {}, request_id=request_id).status_code == 302
    assert [request.state for request in requests_at()] == ["withdrawn"]


@pytest.mark.parametrize(
    "typed", [{}, {"decision": "approve"}, {"decision": "maybe", "reason": "x"}, {"reason": "x"}]
)
def test_a_decision_needs_a_reason_and_one_of_two_words(typed):
    request_id = asked(maria, one_member(lee))
    assert post(samuel, "decide", typed, request_id=request_id).status_code == 422
    assert [request.state for request in requests_at()] == ["waiting"]


def test_the_officers_own_request_cannot_be_decided_on_the_page():
    request_id = asked(samuel, one_member(lee))
    decision = {"decision": "approve", "reason": "Mine."}
    response = post(samuel, "decide", decision, request_id=request_id)
    assert response.status_code == 422
    assert "Nobody decides on their own access" in response.content.decode()


def test_ids_of_nothing_are_a_404():
    for name, key in (
        ("request", "request_id"),
        ("review", "review_id"),
        ("one-emergency", "emergency_id"),
        ("end-grant", "grant_id"),
        ("end-person", "user_id"),
    ):
        assert get(samuel, name, **{key: uuid4()}).status_code == 404, name
    assert samuel.client().get("/access/requests/42/", secure=True).status_code == 404
    assert samuel.client().get("/access/roles/no-such/", secure=True).status_code == 404


def test_all_that_is_missing_is_listed_at_once_with_where_to_do_it(monkeypatch):
    lacking = [
        Clearance("first_aid", "First aid", "Do the course in first aid.", "access:mine"),
        Clearance("rules", "House rules", "Read the house rules.", "access:ask"),
    ]
    for clearance in lacking:
        monkeypatch.setitem(clearances._registered, clearance.name, clearance)
    client = maria.client()
    refused = client.get(f"/members/{id_of(ursula)}/", secure=True)
    assert (refused.status_code, refused.url) == (302, reverse("access:clearances"))
    page = client.get(refused.url, secure=True).content.decode()
    for clearance in lacking:
        assert clearance.sentence in page
        assert f'href="{reverse(clearance.mend_at)}"' in page
    assert "Second factor" in page
    (refusal,) = entries(ACCESS_REFUSED)
    assert refusal.details["reason"] == "Do the course in first aid. Read the house rules."


def test_pages_ask_a_known_number_of_queries_however_much_there_is():
    """Nothing grows with the number of lines."""
    expected = {}
    for round_ in range(2):
        for _ in range(1 + 2 * round_):
            approved(asked(maria, one_member(lee)))
            asked(daniel, one_member(ursula))
            emergency(daniel, ursula)
        client = samuel.client()
        for name in ("mine", "requests", "register", "emergencies", "roles"):
            client.get(reverse(f"access:{name}"), secure=True)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse(f"access:{name}"), secure=True).status_code == 200
            expected.setdefault(name, len(queries))
            assert len(queries) == expected[name], name
    assert max(expected.values()) <= 22, expected


def test_the_register_names_staff_and_no_member():
    approved(asked(maria, one_member(lee)))
    page = get(ines, "register").content.decode()
    assert "Maria Alvarez" in page
    assert lee.name not in page
    assert "End all" not in page
    assert team_of(lee)
