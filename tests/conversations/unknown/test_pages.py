"""Who reads texts from unknown numbers, and what they do with them. Everything commits."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chaperone.access.events import ACCESS_RECORDED, ACCESS_REFUSED
from chaperone.carriers.models import UnknownText
from chaperone.conversations.models import Page, Turn, UnknownTurn
from chaperone.conversations.unknown.events import UNKNOWN_DISMISSED, UNKNOWN_MOVED
from tests.cast import (
    LAKESIDE,
    STRANGERS_NUMBER,
    Person,
    daniel,
    grace,
    ines,
    inside,
    lee,
    maria,
    priya,
    samuel,
    ursula,
)
from tests.conversations.paging.scene import DANGER, details_of
from tests.conversations.scene import Scene
from tests.conversations.unknown.test_meeting import OTHER, turns, wrote

ROUTINE = "Is this the clinic?"


@pytest.fixture
def turn(scene: Scene) -> UnknownTurn:
    """Somebody in danger, and somebody else with a question."""
    wrote(scene, ROUTINE, sender=OTHER)
    return wrote(scene, DANGER)


def get(person: Person, name: str, **where: Any) -> Any:
    return person.client().get(reverse(f"unknown:{name}", kwargs=where), secure=True)


def post(person: Person, name: str, turn: UnknownTurn, **data: Any) -> Any:
    address = reverse(f"unknown:{name}", kwargs={"unknown_id": turn.id})
    return person.client().post(address, data, secure=True)


def test_the_most_urgent_is_on_top_and_the_list_opens_nothing(
    scene: Scene, turn: UnknownTurn
) -> None:
    before = scene.entries(ACCESS_RECORDED)
    shown = get(maria, "numbers")
    assert [each.level for each in shown.context["numbers"]] == ["emergency", "routine"]
    assert [page.text_id for page in shown.context["pages"]] == [turn.id]
    assert b"chest" not in shown.content
    assert STRANGERS_NUMBER.encode() not in shown.content
    assert get(maria, "open").json() == {"count": 2}
    assert scene.entries(ACCESS_RECORDED) == before


def test_reading_is_recorded_with_table_and_elements(scene: Scene, turn: UnknownTurn) -> None:
    before = scene.entries(ACCESS_RECORDED)
    shown = get(maria, "number", unknown_id=turn.id)
    assert STRANGERS_NUMBER.encode() in shown.content
    assert b"chest pain" in shown.content
    assert ROUTINE.encode() not in shown.content
    assert scene.entries(ACCESS_RECORDED) == before + 1


@pytest.mark.parametrize("person", [samuel, grace, ines, priya], ids=lambda who: who.email)
def test_others_get_a_404_that_is_recorded(scene: Scene, turn: UnknownTurn, person: Person) -> None:
    answers = [
        get(person, "number", unknown_id=turn.id).status_code,
        post(person, "dismiss", turn, why="spam").status_code,
        post(person, "move", turn, member=UUID(int=1)).status_code,
    ]
    assert answers == [404, 404, 404]
    assert turns()[-1].why == ""


def test_a_refusal_is_recorded(scene: Scene, turn: UnknownTurn) -> None:
    before = scene.entries(ACCESS_REFUSED)
    assert get(samuel, "number", unknown_id=turn.id).status_code == 404
    assert get(maria, "number", unknown_id=UUID(int=7)).status_code == 404
    assert scene.entries(ACCESS_REFUSED) == before + 2


def test_a_members_texts_move_to_their_thread_after_a_question(
    scene: Scene, turn: UnknownTurn
) -> None:
    asked = post(maria, "find", turn, phone=ursula.phone)
    assert ursula.name.encode() in asked.content
    assert len(turns()) == 2  # nothing moved yet

    moved = post(maria, "move", turn, member=asked.context["member"].id)
    assert moved.status_code == 302
    with inside(LAKESIDE):
        assert list(UnknownText.objects.values_list("id", flat=True)) == [turns()[0].id]
        found = Turn.objects.get(id=turn.id)
        assert Page.objects.get(message_id=turn.id).acknowledged_by == maria.user.id
    assert (found.triage, found.state) == ("emergency", "handed_over")
    thread = maria.client().get(moved["location"], secure=True)
    assert b"chest pain" in thread.content
    assert b"From another number" in thread.content
    assert scene.conversation(ursula).urgency == "emergency"
    assert details_of(UNKNOWN_MOVED) == [{"texts": [str(turn.id)]}]
    # It is not met again.
    scene.work()
    assert scene.outbound(ursula) == []
    assert post(maria, "move", turn, member=asked.context["member"].id).status_code == 404


@pytest.mark.parametrize("phone", ["", "617", "+16175550000", lee.phone, "x" * 5000])
def test_nobody_moves_anything_to_whom_they_do_not_reach(
    scene: Scene, turn: UnknownTurn, phone: str
) -> None:
    assert post(maria, "find", turn, phone=phone).status_code == 422
    with inside(LAKESIDE):
        other = lee.member.id
    for member in ("", "x", UUID(int=3), other):
        assert post(maria, "move", turn, member=member).status_code == 404
    assert len(turns()) == 2


def test_not_ours_is_dismissed_for_a_reason_and_taken_back(scene: Scene, turn: UnknownTurn) -> None:
    assert post(maria, "dismiss", turn).status_code == 422
    assert post(maria, "dismiss", turn, why="because").status_code == 422
    assert post(maria, "dismiss", turn, why="wrong_number").status_code == 302
    assert details_of(UNKNOWN_DISMISSED) == [{"texts": [str(turn.id)], "why": "wrong_number"}]
    shown = get(daniel, "numbers")
    assert [each.level for each in shown.context["numbers"]] == ["routine"]
    assert [each.by for each in shown.context["dismissed"]] == ["Maria Alvarez"]
    assert shown.context["pages"] == []
    assert get(daniel, "number", unknown_id=turn.id).status_code == 404

    assert post(daniel, "take_back", turn).status_code == 302
    assert get(daniel, "number", unknown_id=turn.id).status_code == 200
    assert post(daniel, "take_back", turn).status_code == 404


def test_acknowledging_leads_to_what_the_number_wrote(scene: Scene, turn: UnknownTurn) -> None:
    with inside(LAKESIDE):
        page = Page.objects.get()
    address = reverse("paging:acknowledge", kwargs={"page_id": page.id})
    first = maria.client().post(address, secure=True)
    assert first["location"] == reverse("unknown:number", kwargs={"unknown_id": turn.id})
    again = daniel.client().post(address, secure=True)
    assert again["location"] == reverse("unknown:numbers")
    officer = samuel.client().post(address, secure=True)
    assert officer["location"] == reverse("today:today")


def test_the_inbox_and_today_say_that_somebody_is_needed(scene: Scene, turn: UnknownTurn) -> None:
    for person in (maria, samuel):
        shown = person.client().get(reverse("today:today"), secure=True)
        assert b"an unknown number wrote" in shown.content
    inbox = maria.client().get(reverse("conversations:inbox"), secure=True)
    assert b"needs somebody now" in inbox.content
    # Emergency access is to members; there is none here.
    assert b"Open it by emergency access" not in shown.content


def test_no_more_queries_for_more_numbers(scene: Scene, turn: UnknownTurn) -> None:
    few = queries_of("numbers"), queries_of("number", unknown_id=turn.id)
    for number in range(5):
        wrote(scene, ROUTINE, sender=f"+1617555018{number}")
        wrote(scene, ROUTINE)
    newest = turns()[-1]
    assert (queries_of("numbers"), queries_of("number", unknown_id=newest.id)) == few


def queries_of(name: str, **where: Any) -> int:
    client = maria.client()
    address = reverse(f"unknown:{name}", kwargs=where)
    client.get(address, secure=True)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, secure=True).status_code == 200
    return len(queries)
