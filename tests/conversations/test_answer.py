"""What becomes of a text, from the phone to the phone."""

import logging
from typing import Any

import pytest

from chaperone.access.events import ACCESS_RECORDED
from chaperone.conversations.actions import respond as responding
from chaperone.conversations.actions.answer import TURNS, answer_batch
from chaperone.conversations.actions.hand_back import hand_back
from chaperone.conversations.actions.take_over import take_over
from chaperone.conversations.events import TURN_ANSWERED, TURN_FAILED, TURN_HANDED_OVER
from chaperone.ledger.errors import NotRecorded
from tests.cast import LAKESIDE, inside, kristopher, maria, ursula
from tests.conversations.scene import Scene

QUESTION = "What is A1C?"
EMERGENCY = "I have chest pain and can't breathe"
CRISIS = "I want to kill myself"
OUT_OF_SCOPE = "Who won the ball game yesterday?"


def test_a_question_is_answered_and_the_answer_sent(scene: Scene) -> None:
    message_id = scene.text(ursula, QUESTION)

    scene.work()

    texted, answered = scene.said(ursula)
    assert texted == ("member", QUESTION, "answered")
    assert (answered.author, answered.state) == ("assistant", "delivered")
    assert scene.turn(message_id).triage == "routine"
    assert scene.conversation(ursula).waiting_since is None


def test_what_the_library_does_not_hold_is_left_to_a_coach(scene: Scene) -> None:
    scene.text(ursula, OUT_OF_SCOPE)

    scene.work()

    assert [said.state for said in scene.said(ursula)] == ["handed_over", "delivered"]
    assert scene.conversation(ursula).waiting_since is not None
    assert scene.conversation(ursula).urgency == "routine"


@pytest.mark.parametrize(("text", "urgency"), [(EMERGENCY, "emergency"), (CRISIS, "crisis")])
def test_an_emergency_gets_its_fixed_text_and_a_person(
    scene: Scene, text: str, urgency: str
) -> None:
    message_id = scene.text(ursula, text)

    scene.work()

    assert [said.author for said in scene.outbound(ursula)] == ["system"]
    assert scene.turn(message_id).state == "handed_over"
    assert scene.conversation(ursula).urgency == urgency


def test_an_emergency_text_goes_out_while_a_coach_answers(scene: Scene) -> None:
    scene.text(ursula, QUESTION)
    scene.work()
    _take_over(scene)
    scene.text(ursula, EMERGENCY)

    scene.work()

    assert scene.outbound(ursula)[-1].state == "delivered"
    assert scene.conversation(ursula).urgency == "emergency"


def test_urgency_never_falls_by_a_later_text(scene: Scene) -> None:
    scene.text(ursula, CRISIS)
    scene.text(ursula, "ok thanks")

    scene.work()

    assert scene.conversation(ursula).urgency == "crisis"


def test_the_assistant_is_silent_while_a_coach_answers(scene: Scene) -> None:
    scene.text(ursula, QUESTION)
    scene.work()
    _take_over(scene)
    message_id = scene.text(ursula, QUESTION)

    scene.work()

    assert len(scene.outbound(ursula)) == 1
    assert scene.turn(message_id).state == "handed_over"
    assert scene.conversation(ursula).waiting_since is not None


def test_the_assistant_answers_again_after_it_was_handed_back(scene: Scene) -> None:
    scene.text(ursula, QUESTION)
    scene.work()
    conversation = scene.conversation(ursula)
    with maria.acting() as coach:
        take_over(actor=coach, conversation_id=conversation.member_id)
        hand_back(actor=coach, conversation_id=conversation.member_id)
    scene.text(ursula, QUESTION)

    scene.work()

    assert len(scene.outbound(ursula)) == 2


def test_texts_of_one_conversation_are_answered_in_order(scene: Scene) -> None:
    ids = [scene.text(ursula, f"{QUESTION} {number}") for number in range(5)]

    scene.work()

    with inside(ursula.organization_id):
        answered = [delivery.answers for delivery in scene.deliveries(ursula)]
    assert answered == ids


def test_who_writes_much_does_not_hold_up_the_others(scene: Scene) -> None:
    for number in range(TURNS + 1):
        scene.text(ursula, f"{QUESTION} {number}")
    scene.text(kristopher, QUESTION)

    with scene.as_login("worker"):
        assert answer_batch(organization_id=LAKESIDE) == 2
        assert len(scene.deliveries(ursula)) == TURNS
        assert len(scene.deliveries(kristopher)) == 1
        assert answer_batch(organization_id=LAKESIDE) == 1
        assert answer_batch(organization_id=LAKESIDE) == 0

    assert len(scene.deliveries(ursula)) == TURNS + 1


def test_a_text_that_breaks_the_program_is_left_to_a_coach_and_holds_up_nobody(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _break_on(monkeypatch, "poison")
    before = scene.text(ursula, QUESTION)
    poison = scene.text(ursula, "poison Ursula's secret")
    after = scene.text(ursula, QUESTION)
    elsewhere = scene.text(kristopher, QUESTION)

    with caplog.at_level(logging.ERROR):
        scene.work()

    states = [scene.turn(each).state for each in (before, poison, after, elsewhere)]
    assert states == ["answered", "handed_over", "answered", "answered"]
    assert scene.conversation(ursula).waiting_since is not None
    assert scene.entries(TURN_FAILED) == 1
    assert "secret" not in caplog.text


def test_what_was_opened_for_a_text_that_broke_the_program_is_on_record(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break_on(monkeypatch, "poison")
    scene.text(ursula, "poison")

    scene.answer()

    assert scene.entries(ACCESS_RECORDED) == 1


def test_a_ledger_that_cannot_be_written_leaves_the_text_waiting(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    message_id = scene.text(ursula, QUESTION)
    with monkeypatch.context() as patch:
        patch.setattr("chaperone.conversations.actions.handling.append", _not_recorded)
        with pytest.raises(NotRecorded):
            scene.answer()
    assert scene.turn(message_id).state == "waiting"
    assert scene.outbound(ursula) == []

    scene.work()

    assert scene.turn(message_id).state == "answered"


def test_every_turn_is_recorded(scene: Scene) -> None:
    scene.text(ursula, QUESTION)
    scene.text(ursula, OUT_OF_SCOPE)

    scene.work()

    assert (scene.entries(TURN_ANSWERED), scene.entries(TURN_HANDED_OVER)) == (1, 1)


def _take_over(scene: Scene) -> None:
    with maria.acting() as coach:
        take_over(actor=coach, conversation_id=scene.conversation(ursula).member_id)


def _break_on(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    triage = responding.triage

    def broken(text: str) -> Any:
        if word in text:
            raise ValueError(f"cannot read: {text}")
        return triage(text)

    monkeypatch.setattr(responding, "triage", broken)


def _not_recorded(**_: Any) -> None:
    raise NotRecorded
