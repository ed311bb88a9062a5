"""The outbox: claimed and committed, then sent, then the outcome committed; never sent twice."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from chaperone.carriers.errors import Refused, Unavailable, Uncertain
from chaperone.conversations.actions import send as sending
from chaperone.conversations.actions.settle import ATTEMPTS
from chaperone.conversations.actions.take_over import take_over
from chaperone.conversations.events import TEXT_SETTLED, TEXTS_PASSED_ON, TEXTS_WITHHELD
from chaperone.conversations.models import Delivery
from tests.cast import LAKESIDE, inside, kristopher, maria, ursula
from tests.conversations.scene import Scene, carrier_could_double

QUESTION = "What is A1C?"


class Crash(BaseException):
    """The process ends here, as by kill -9."""


def test_the_way_of_a_text_is_recorded(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.text(ursula, QUESTION)
    monkeypatch.setattr(sending, "send", lambda **_: "carrier-1")

    scene.work()

    assert scene.entries(TEXTS_PASSED_ON) == 1
    assert scene.deliveries(ursula)[0].carrier_message_id == "carrier-1"


def test_a_receipt_that_came_first_is_all_there_is_to_record(scene: Scene) -> None:
    scene.text(ursula, QUESTION)

    scene.work()

    assert (scene.entries(TEXTS_PASSED_ON), scene.entries(TEXT_SETTLED)) == (0, 1)


def test_a_coach_who_took_over_holds_back_what_the_assistant_had_not_sent(scene: Scene) -> None:
    question = scene.text(ursula, QUESTION)
    scene.answer()
    _take_over(scene)

    scene.send()

    assert [said.state for said in scene.outbound(ursula)] == ["withheld"]
    assert scene.turn(question).state == "handed_over"
    assert scene.conversation(ursula).waiting_since is not None
    assert scene.entries(TEXTS_WITHHELD) == 1


def test_an_emergency_text_goes_out_though_a_coach_took_over(scene: Scene) -> None:
    scene.text(ursula, "I have chest pain and can't breathe")
    scene.answer()
    _take_over(scene)

    scene.send()

    assert [said.state for said in scene.outbound(ursula)] == ["delivered"]


def test_a_refused_text_is_not_tried_again_and_calls_a_coach(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.text(ursula, QUESTION)
    calls = _carrier_raises(monkeypatch, Refused())

    scene.work()
    _skip_waits()
    scene.send()

    assert [said.state for said in scene.outbound(ursula)] == ["failed"]
    assert len(calls) == 1
    assert scene.conversation(ursula).waiting_since is not None


def test_a_text_is_tried_again_while_the_carrier_is_away_and_given_up_at_last(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.text(ursula, QUESTION)
    calls = _carrier_raises(monkeypatch, Unavailable())
    scene.work()
    assert scene.deliveries(ursula)[0].due_at > timezone.now()

    for _ in range(ATTEMPTS + 2):
        _skip_waits()
        scene.send()

    assert len(calls) == ATTEMPTS
    assert [said.state for said in scene.outbound(ursula)] == ["failed"]


@pytest.mark.parametrize("problem", [Uncertain(), RuntimeError("a bug")])
def test_a_carrier_that_could_double_a_text_is_never_asked_again_when_unsure(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    scene.text(ursula, QUESTION)
    carrier_could_double(monkeypatch)
    calls = _carrier_raises(monkeypatch, problem)

    scene.work()
    _skip_waits()
    scene.send()

    assert [said.state for said in scene.outbound(ursula)] == ["unconfirmed"]
    assert len(calls) == 1
    assert scene.conversation(ursula).waiting_since is not None


def test_a_carrier_that_sends_once_is_asked_again_when_unsure(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.text(ursula, QUESTION)
    with monkeypatch.context() as patch:
        _carrier_raises(patch, Uncertain())
        scene.work()
    _skip_waits()

    scene.send()

    assert [said.state for said in scene.outbound(ursula)] == ["delivered"]


def test_texts_of_one_conversation_go_out_in_order(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        scene.text(ursula, f"{QUESTION} {number}")
    scene.text(kristopher, QUESTION)
    scene.answer()
    sent = _note_calls(monkeypatch)

    scene.send()

    hers = [delivery.id for delivery in scene.deliveries(ursula)]
    assert [each for each in sent if each in hers] == hers
    assert len(sent) == 4


def test_a_text_that_waits_for_another_try_holds_back_those_behind_it(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.text(ursula, QUESTION)
    scene.text(ursula, QUESTION)
    scene.answer()
    _carrier_raises(monkeypatch, Unavailable())

    scene.send()

    assert [delivery.attempts for delivery in scene.deliveries(ursula)] == [1, 0]


def test_a_process_that_ends_between_claim_and_call_loses_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.text(ursula, QUESTION)
    scene.answer()
    _crash_in(scene, monkeypatch, "send")
    assert scene.deliveries(ursula)[0].state == "sending"

    _recover(scene)
    scene.send()

    assert [said.state for said in scene.outbound(ursula)] == ["delivered"]


def test_a_process_that_ends_between_call_and_outcome_sends_once(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.text(ursula, QUESTION)
    scene.answer()
    sent = _note_calls(monkeypatch)
    _crash_in(scene, monkeypatch, "note_outcomes")

    _recover(scene)
    scene.send()

    # The handset had shown it and said so: nothing was left to recover.
    assert len(sent) == 1
    assert [said.state for said in scene.outbound(ursula)] == ["delivered"]


def test_where_the_carrier_could_double_it_a_lost_text_is_shown_to_a_coach(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.text(ursula, QUESTION)
    scene.answer()
    carrier_could_double(monkeypatch)
    _crash_in(scene, monkeypatch, "send")
    calls = _note_calls(monkeypatch)

    _recover(scene)
    scene.send()

    assert [said.state for said in scene.outbound(ursula)] == ["unconfirmed"]
    assert calls == []
    assert scene.conversation(ursula).waiting_since is not None


def test_where_the_carrier_could_double_it_texts_are_claimed_one_by_one(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.text(ursula, QUESTION)
    scene.text(kristopher, QUESTION)
    scene.answer()
    carrier_could_double(monkeypatch)
    _crash_in(scene, monkeypatch, "send")

    states = [scene.deliveries(each)[0].state for each in (ursula, kristopher)]

    assert sorted(states) == ["pending", "sending"]


def test_a_claim_that_is_fresh_is_left_to_whoever_made_it(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.text(ursula, QUESTION)
    scene.answer()
    _crash_in(scene, monkeypatch, "send")

    with scene.as_login("worker"):
        assert sending.recover(organization_id=LAKESIDE) == 0


def test_a_text_in_clear_is_printed_nowhere() -> None:
    outgoing = sending.Outgoing(UUID(int=1), 1, recipient="+16175550111", body="secret")

    assert "secret" not in repr(outgoing)
    assert "5550111" not in repr(outgoing)


def _take_over(scene: Scene) -> None:
    with maria.acting() as coach:
        take_over(actor=coach, conversation_id=scene.conversation(ursula).member_id)


def _note_calls(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    real: Callable[..., str] = sending.send
    calls: list[UUID] = []

    def noting(*, message_id: UUID, **arguments: object) -> str:
        calls.append(message_id)
        return real(message_id=message_id, **arguments)

    monkeypatch.setattr(sending, "send", noting)
    return calls


def _carrier_raises(monkeypatch: pytest.MonkeyPatch, problem: BaseException) -> list[UUID]:
    calls: list[UUID] = []

    def failing(*, message_id: UUID, **_: object) -> str:
        calls.append(message_id)
        raise problem

    monkeypatch.setattr(sending, "send", failing)
    return calls


def _crash_in(scene: Scene, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def crash(**_: object) -> None:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(sending, step, crash)
        with pytest.raises(Crash):
            scene.send()


def _recover(scene: Scene) -> None:
    with inside(LAKESIDE):
        long_ago = timezone.now() - sending.CLAIM_LASTS - timedelta(seconds=1)
        Delivery.objects.filter(state="sending").update(claimed_at=long_ago)
    with scene.as_login("worker"):
        sending.recover(organization_id=LAKESIDE)
    _skip_waits()


def _skip_waits() -> None:
    with inside(LAKESIDE):
        Delivery.objects.filter(state="pending").update(due_at=timezone.now())
