"""Several processes at once: each text is answered once, in order, and sent once."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections

from chaperone.conversations.actions import send as sending
from chaperone.conversations.actions.answer import answer_batch
from chaperone.conversations.actions.send import send_batch
from chaperone.conversations.actions.take_over import take_over
from chaperone.conversations.locking import lock
from tests.cast import LAKESIDE, inside, kristopher, maria, ursula
from tests.conversations.scene import Scene

QUESTION = "What is A1C?"


def test_two_workers_answer_each_text_once_and_in_order(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chaperone.conversations.actions.answer.BATCH", 1)
    asked = {
        texter: [scene.text(texter, f"{QUESTION} {number}") for number in range(5)]
        for texter in (ursula, kristopher)
    }

    with scene.as_login("worker"):
        _at_once(*[lambda: _drain(answer_batch)] * 2)

    for texter, ids in asked.items():
        assert [delivery.answers for delivery in scene.deliveries(texter)] == ids


def test_two_workers_send_each_text_once_and_in_order(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        scene.text(ursula, f"{QUESTION} {number}")
        scene.text(kristopher, f"{QUESTION} {number}")
    scene.answer()
    sent = _note_calls(monkeypatch)

    with scene.as_login("worker"):
        _at_once(*[lambda: _drain(send_batch)] * 2)
        _drain(send_batch)

    for texter in (ursula, kristopher):
        ids = [delivery.id for delivery in scene.deliveries(texter)]
        assert [each for each in sent if each in ids] == ids


def test_texts_that_arrive_while_a_worker_answers_are_not_forgotten(scene: Scene) -> None:
    ids: list[UUID] = []

    def arrive() -> None:
        ids.extend(scene.text(ursula, f"{QUESTION} {number}") for number in range(10))

    with _as_web(arrive) as go, scene.as_login("worker"):
        texts = go()
        while not texts.done():
            _drain(answer_batch)
        texts.result()
        _drain(answer_batch)

    assert [delivery.answers for delivery in scene.deliveries(ursula)] == ids


def test_first_texts_of_a_member_at_once_make_one_conversation(scene: Scene) -> None:
    _at_once(*[lambda: scene.text(ursula, QUESTION)] * 4)

    assert scene.conversation(ursula).unread == 4


def test_a_coach_who_takes_over_while_a_reply_is_claimed_waits_for_the_claim(scene: Scene) -> None:
    """Whoever is first holds the row: a reply never goes out after the coach was told "yours"."""
    scene.text(ursula, QUESTION)
    scene.work()
    scene.text(ursula, QUESTION)
    scene.answer()
    with inside(LAKESIDE):
        member_id = ursula.member.id

    def coach() -> None:
        with maria.acting() as staff:
            take_over(actor=staff, conversation_id=member_id)

    with _as_web(coach) as go, scene.as_login("worker"):
        switch = go()
        _drain(send_batch)
        switch.result()
        _drain(send_batch)

    # Either it was claimed before the switch, or it was held back: never half of each.
    assert scene.outbound(ursula)[-1].state in {"delivered", "withheld"}
    assert scene.conversation(ursula).answerer == "coach"


def test_a_conversation_that_somebody_holds_does_not_stop_the_others(scene: Scene) -> None:
    scene.text(ursula, QUESTION)
    scene.text(kristopher, QUESTION)

    def hold(ready: Barrier, done: Barrier) -> None:
        with inside(LAKESIDE):
            lock(organization_id=LAKESIDE, member_id=ursula.member.id)
            ready.wait(timeout=20)
            done.wait(timeout=20)

    with scene.as_login("worker"), ThreadPoolExecutor(1) as pool:
        ready, done = Barrier(2), Barrier(2)
        holder = pool.submit(_in_thread, lambda: hold(ready, done))
        ready.wait(timeout=20)
        _drain(answer_batch)
        done.wait(timeout=20)
        holder.result()

    assert len(scene.deliveries(kristopher)) == 1
    assert scene.deliveries(ursula) == []


def _drain(batch: Callable[..., int]) -> None:
    while batch(organization_id=LAKESIDE):
        pass


@contextmanager
def _as_web(part: Callable[[], Any]) -> Iterator[Callable[[], Future[Any]]]:
    """A thread that is connected as web before this one becomes something else."""
    go, connected = Event(), Event()

    def run() -> None:
        connection.ensure_connection()
        connected.set()
        go.wait(timeout=20)
        _in_thread(part)

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(run)
        connected.wait(timeout=20)

        def start() -> Future[Any]:
            go.set()
            return future

        yield start


def _at_once(*parts: Callable[[], Any]) -> None:
    start = Barrier(len(parts))

    def run(part: Callable[[], Any]) -> None:
        start.wait(timeout=20)
        _in_thread(part)

    with ThreadPoolExecutor(len(parts)) as pool:
        for done in [pool.submit(run, part) for part in parts]:
            done.result()


def _in_thread(part: Callable[[], Any]) -> None:
    try:
        part()
    finally:
        connections.close_all()


def _note_calls(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    real: Callable[..., str] = sending.send
    calls: list[UUID] = []

    def noting(*, message_id: UUID, **arguments: Any) -> str:
        calls.append(message_id)
        return real(message_id=message_id, **arguments)

    monkeypatch.setattr(sending, "send", noting)
    return calls
