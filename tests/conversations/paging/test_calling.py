"""Who is called when, one step after another, until somebody acknowledges."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from chaperone.conversations.actions import answer as answering
from chaperone.conversations.actions.reply import reply
from chaperone.conversations.actions.take_over import take_over
from chaperone.conversations.models import Page
from chaperone.conversations.paging.actions import escalate as escalating
from chaperone.conversations.paging.events import PAGE_CALLED, PAGE_MADE, PAGE_REACHED_NOBODY
from chaperone.notices.models import Notice
from tests.cast import LAKESIDE, daniel, grace, inside, maria, samuel, ursula
from tests.conversations.paging.scene import (
    DANGER,
    URGENT,
    call,
    details_of,
    in_danger,
    page,
    put_on_call,
    time_is_over,
    told,
)
from tests.conversations.scene import Scene


class Crash(BaseException):
    """The process ends here, as by kill -9."""


@pytest.mark.parametrize(
    ("text", "level", "minutes"), [(DANGER, "emergency", 5), (URGENT, "urgent", 30)]
)
def test_who_is_on_call_is_told_at_once_and_has_as_long_as_is_set(
    scene: Scene, text: str, level: str, minutes: int
) -> None:
    put_on_call(daniel)
    found = in_danger(scene, text)
    assert (found.level, found.step) == (level, 0)

    call(scene)

    assert told() == told("portal") == [daniel.user.id]
    patience = page().due_at - timezone.now()
    assert timedelta(minutes=minutes - 1) < patience <= timedelta(minutes=minutes)


def test_an_ordinary_text_calls_nobody(scene: Scene) -> None:
    scene.text(ursula, "What is A1C?")
    scene.work()

    with inside(LAKESIDE):
        assert not Page.objects.exists()


def test_a_missed_deadline_goes_on_to_who_leads_and_to_the_officers_and_around_again(
    scene: Scene,
) -> None:
    put_on_call(daniel)
    found = in_danger(scene)
    steps = []
    for _ in range(4):
        call(scene)
        steps.append(set(told()))
        call(scene)
        assert set(told()) == steps[-1]  # not before the time is over
        time_is_over(found.id)

    assert steps[0] == {daniel.user.id}
    assert steps[1] == {daniel.user.id, grace.user.id}
    assert steps[2] == {daniel.user.id, grace.user.id, samuel.user.id}
    called = details_of(PAGE_CALLED)
    assert [each["step"] for each in called] == [1, 2, 3, 3]
    assert called[3]["people"] == sorted(map(str, steps[2]))
    assert len(details_of(PAGE_MADE)) == 1


def test_with_an_empty_rota_who_leads_is_called_at_once_and_that_is_recorded(
    scene: Scene,
) -> None:
    in_danger(scene)

    call(scene)

    assert told() == [grace.user.id]
    (called,) = details_of(PAGE_CALLED)
    assert (called["step"], called["nobody at step"]) == (2, [1])


def test_the_coach_who_answers_is_called_too(scene: Scene) -> None:
    put_on_call(daniel)
    with maria.acting() as coach:
        take_over(actor=coach, conversation_id=ursula.member.id)
    in_danger(scene)

    call(scene)

    assert set(told()) == {daniel.user.id, maria.user.id}


def test_where_nobody_can_be_called_it_is_recorded_and_tried_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(escalating, "people_who_may", lambda *_: {})
    monkeypatch.setattr(escalating, "may_be_called", lambda *_: set())
    found = in_danger(scene)

    call(scene)
    time_is_over(found.id)
    call(scene)

    assert len(details_of(PAGE_REACHED_NOBODY)) == 2
    assert page().due_at is not None


def test_one_page_is_enough_until_it_is_worse(scene: Scene) -> None:
    for text in (URGENT, URGENT, DANGER, DANGER, URGENT):
        scene.text(ursula, text)
        scene.answer()

    with inside(LAKESIDE):
        assert list(Page.objects.order_by("id").values_list("level", flat=True)) == [
            "urgent",
            "emergency",
        ]


@pytest.mark.parametrize("verb", [take_over, lambda **who: reply(body="Hello", **who)])
def test_who_answers_the_member_sees_to_it(scene: Scene, verb: Callable[..., object]) -> None:
    found = in_danger(scene)
    with maria.acting() as coach:
        verb(actor=coach, conversation_id=ursula.member.id)

    time_is_over_for_nobody = page()
    assert time_is_over_for_nobody.id == found.id
    assert page().acknowledged_by == maria.user.id
    call(scene)
    assert told() == []


def test_a_text_that_breaks_the_program_calls_somebody(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(answering, "respond", broken)
    scene.text(ursula, "What is A1C?")
    scene.answer()

    assert page().level == "urgent"


@pytest.mark.parametrize("broken", ["rota_of", "tell", "append"])
def test_killed_in_a_step_nothing_of_it_is_left_and_the_next_worker_does_it_once(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    put_on_call(daniel)
    in_danger(scene)

    def crash(*_: object, **__: object) -> None:
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(escalating, broken, crash)
        with pytest.raises(Crash):
            call(scene)
    with inside(LAKESIDE):
        assert not Notice.objects.exists()
    assert page().step == 0

    with scene.as_login("worker"):
        escalating.escalate_everywhere()

    assert told() == [daniel.user.id]
    assert len(details_of(PAGE_CALLED)) == 1


def test_a_fixed_text_goes_out_though_the_rota_is_broken(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError

    monkeypatch.setattr(escalating, "rota_of", broken)
    in_danger(scene)
    scene.send()

    assert [said.state for said in scene.outbound(ursula)] == ["delivered"]
    with pytest.raises(ValueError):
        call(scene)
    assert page().due_at is not None
