"""STOP, HELP and START: one confirmation, then no more texts until START (47 CFR 64.1200(a)(10))."""

import pytest

from chaperone.conversations.actions.reply import reply
from chaperone.conversations.errors import MemberSaidStop
from chaperone.members.events import TEXTS_STARTED, TEXTS_STOPPED
from tests.cast import maria, ursula
from tests.conversations.scene import Scene

QUESTION = "What is A1C?"


@pytest.mark.parametrize("words", ["STOP", "stop.", "Unsubscribe", "please stop texting me"])
def test_stop_gets_one_confirmation(scene: Scene, words: str) -> None:
    scene.text(ursula, words)

    scene.work()

    assert [(said.author, said.state) for said in scene.outbound(ursula)] == [
        ("system", "delivered")
    ]
    assert "START" in scene.outbound(ursula)[0].body
    assert scene.entries(TEXTS_STOPPED) == 1


def test_a_second_stop_gets_no_text(scene: Scene) -> None:
    scene.text(ursula, "STOP")
    second = scene.text(ursula, "STOP")

    scene.work()

    assert len(scene.outbound(ursula)) == 1
    assert scene.turn(second).state == "silent"


def test_after_stop_a_question_waits_for_a_coach_and_gets_no_text(scene: Scene) -> None:
    scene.text(ursula, "STOP")
    question = scene.text(ursula, QUESTION)

    scene.work()

    assert len(scene.outbound(ursula)) == 1
    assert scene.turn(question).state == "handed_over"


def test_after_stop_an_emergency_still_gets_its_text(scene: Scene) -> None:
    scene.text(ursula, "STOP")
    scene.text(ursula, "I have chest pain and can't breathe")

    scene.work()

    assert [said.state for said in scene.outbound(ursula)] == ["delivered", "delivered"]
    assert scene.conversation(ursula).urgency == "emergency"


def test_after_stop_help_is_still_explained(scene: Scene) -> None:
    scene.text(ursula, "STOP")
    scene.text(ursula, "HELP")

    scene.work()

    assert [said.state for said in scene.outbound(ursula)] == ["delivered", "delivered"]


def test_start_brings_texts_back(scene: Scene) -> None:
    scene.text(ursula, "STOP")
    scene.text(ursula, "START")
    question = scene.text(ursula, QUESTION)

    scene.work()

    assert scene.turn(question).state == "answered"
    assert [said.state for said in scene.outbound(ursula)] == ["delivered"] * 3
    assert scene.entries(TEXTS_STARTED) == 1


def test_a_reply_that_waits_when_stop_comes_is_withheld(scene: Scene) -> None:
    scene.text(ursula, QUESTION)
    scene.answer()
    scene.text(ursula, "STOP")

    scene.work()

    assert [said.state for said in scene.outbound(ursula)] == ["withheld", "delivered"]
    assert scene.deliveries(ursula)[0].note == "The member said STOP."


def test_a_coach_is_told_that_the_member_said_stop(scene: Scene) -> None:
    scene.text(ursula, "STOP")
    scene.work()

    with maria.acting() as coach, pytest.raises(MemberSaidStop, match="START"):
        reply(
            actor=coach, conversation_id=scene.conversation(ursula).member_id, body="How are you?"
        )

    assert len(scene.outbound(ursula)) == 1


def test_help_says_who_texts_and_how_to_end_it(scene: Scene) -> None:
    scene.text(ursula, "HELP")

    scene.work()

    body = scene.outbound(ursula)[0].body
    assert "Lakeside" in body
    assert "STOP" in body
