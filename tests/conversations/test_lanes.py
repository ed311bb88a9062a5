"""What cannot wait does not: a small burst, and what is said of the lanes one by one."""

import time
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from chaperone.assistant.catalogue import catalogue
from chaperone.conversations import lanes, tasks
from chaperone.conversations.actions.answer import answer_batch
from chaperone.conversations.actions.hurry import hurry, hurry_everywhere
from chaperone.conversations.actions.send import send_batch
from chaperone.conversations.models import Delivery, Lane, Turn
from chaperone.jobs import beforehand
from tests.cast import LAKESIDE, inside, kristopher, lee, levi, ursula
from tests.conversations.scene import Scene

DANGER = "I have chest pain and can't breathe"
URGENT = "I ran out of insulin"
QUESTION = "What is A1C?"


def waiting() -> int:
    with inside(LAKESIDE):
        return Turn.objects.filter(state="waiting").count()


def test_an_emergency_in_a_burst_is_answered_and_sent_while_all_else_waits(scene: Scene) -> None:
    for texter in (lee, levi, kristopher, ursula):
        for _ in range(5):
            scene.text(texter, QUESTION)
    text = scene.text(ursula, DANGER)

    with scene.as_login("worker"):
        hurry_everywhere()

    assert scene.turn(text).triage == "emergency"
    assert [said.state for said in scene.outbound(ursula)] == ["delivered"]
    assert waiting() == 20
    scene.work()
    # None lost, none doubled, and all others in the order in which they were asked.
    for texter in (lee, levi, kristopher, ursula):
        answers = [each for each in scene.deliveries(texter) if each.kind == "answer"]
        asked = [each.answers for each in answers]
        assert len(asked) == len(set(asked)) == 5
        assert asked == sorted(asked)
        assert {each.state for each in answers} == {"delivered"}
    conversation = scene.conversation(ursula)
    assert (conversation.lane, conversation.due_since) == (Lane.ORDINARY, None)


def test_a_fixed_text_does_not_wait_for_the_index_of_the_library(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.text(lee, QUESTION)
    text = scene.text(ursula, DANGER)
    catalogue.cache_clear()
    sent = Event()

    def hurry_on() -> None:
        hurry_everywhere()
        sent.set()

    # The index is not made before the text is out: if one waited for the other, none would be.
    monkeypatch.setattr(beforehand, "_makes", {lambda: sent.wait(30): None})
    monkeypatch.setattr(beforehand, "_meanwhile", {hurry_on: None})
    with scene.as_login("worker"):
        beforehand.make_all()

    assert scene.turn(text).triage == "emergency"
    assert [said.state for said in scene.outbound(ursula)] == ["delivered"]
    assert catalogue.cache_info().currsize == 0
    assert waiting() == 1


def test_a_worker_hurries_while_it_makes_the_index() -> None:
    assert catalogue in beforehand._makes
    assert hurry_everywhere in beforehand._meanwhile


def test_an_urgent_text_brings_its_conversation_forward_and_keeps_its_order(scene: Scene) -> None:
    scene.text(lee, QUESTION)
    first, second = scene.text(ursula, QUESTION), scene.text(ursula, URGENT)

    with scene.as_login("worker"):
        hurry(organization_id=LAKESIDE)

    assert scene.turn(second).triage == "urgent"
    assert [each.answers for each in scene.deliveries(ursula)] == [first, second]
    assert waiting() == 1


def test_a_fixed_text_waits_for_no_other_text_of_its_conversation(scene: Scene) -> None:
    scene.text(ursula, QUESTION)
    scene.answer()
    with inside(LAKESIDE):
        Delivery.objects.update(state="sending")
    scene.text(ursula, DANGER)

    with scene.as_login("worker"):
        hurry(organization_id=LAKESIDE)

    states = {said.state for said in scene.outbound(ursula)}
    assert states == {"sending", "delivered"}


def test_ordinary_work_goes_behind_others_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "TURN_SECONDS", 0.0)
    nudged: list[str] = []
    monkeypatch.setattr(tasks, "nudge", lambda name, **_: nudged.append(name))
    rounds = iter([4, 4, 0])

    tasks._in_turn("conversations.answer", lambda **_: next(rounds), LAKESIDE)

    assert nudged == ["conversations.answer"]
    assert next(rounds) == 4


def test_a_text_that_breaks_the_rules_is_accepted(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_text: str) -> Any:
        raise RecursionError("my secret")

    monkeypatch.setattr(lanes, "triage", broken)
    text = scene.text(ursula, DANGER)

    scene.work()

    # The worker's own triage, which is not broken here, finds it.
    assert scene.turn(text).triage == "emergency"


def test_the_rules_take_a_moment_only() -> None:
    began = time.perf_counter()
    for _ in range(50):
        lanes.lane_of("Is it fine to walk after dinner? My sugar was 132 today")
    assert (time.perf_counter() - began) / 50 < 0.02


@pytest.mark.parametrize("batch", [answer_batch, send_batch])
def test_with_nothing_urgent_there_is_nothing_to_hurry(
    scene: Scene, batch: Callable[..., int]
) -> None:
    scene.text(ursula, QUESTION)
    with scene.as_login("worker"):
        assert batch(organization_id=LAKESIDE, lane=Lane.SAFETY) == 0
