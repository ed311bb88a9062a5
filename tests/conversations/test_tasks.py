"""What workers run, and what the sweep finds."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from chaperone.conversations import tasks
from chaperone.conversations.actions import send as sending
from chaperone.conversations.models import Delivery
from tests.cast import HARBOR, HARBOR_NUMBER, LAKESIDE, dewey, inside, kristopher, ursula
from tests.conversations.scene import Scene, carrier_could_double

QUESTION = "What is A1C?"


def test_a_text_leaves_one_nudge_with_ids_only(scene: Scene) -> None:
    scene.text(ursula, QUESTION)
    scene.text(kristopher, QUESTION)

    jobs = [(job.task_name, job.args) for job in ProcrastinateJob.objects.all()]
    assert jobs == [("conversations.answer", {"organization_id": str(LAKESIDE)})]


def test_the_tasks_drain_what_waits(scene: Scene) -> None:
    for number in range(20):
        scene.text(ursula if number % 2 else kristopher, QUESTION)

    with scene.as_login("worker"):
        tasks.answer(organization_id=str(LAKESIDE))
        tasks.send(organization_id=str(LAKESIDE))

    states = [said.state for texter in (ursula, kristopher) for said in scene.outbound(texter)]
    assert states == ["delivered"] * 20


def test_the_sweep_finds_what_lost_nudges_left_in_every_organization(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("chaperone.jobs.actions._send", lambda *_: None)
        scene.text(ursula, QUESTION)
        scene.answer()
        scene.text(kristopher, QUESTION)
        scene.text(dewey, QUESTION, number=HARBOR_NUMBER)
    assert ProcrastinateJob.objects.count() == 0

    with scene.as_login("worker"):
        tasks.sweep(timestamp=0)

    nudges = {
        (job.task_name, job.args["organization_id"]) for job in ProcrastinateJob.objects.all()
    }
    assert nudges == {
        ("conversations.answer", str(LAKESIDE)),
        ("conversations.send", str(LAKESIDE)),
        ("conversations.answer", str(HARBOR)),
    }


def test_the_sweep_takes_up_what_a_process_left_half_sent(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.text(ursula, QUESTION)
    scene.answer()
    with inside(LAKESIDE):
        Delivery.objects.update(
            state="sending", attempts=1, claimed_at=timezone.now() - timedelta(minutes=5)
        )

    with scene.as_login("worker"):
        tasks.sweep(timestamp=0)

    assert scene.deliveries(ursula)[0].state == "pending"


def test_a_sweep_with_nothing_to_do_leaves_nothing(scene: Scene) -> None:
    with scene.as_login("worker"):
        tasks.sweep(timestamp=0)

    assert ProcrastinateJob.objects.count() == 0


def test_one_claimed_text_never_comes_back_by_a_slow_outcome(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sender that was only slow reports after the sweep gave its text up: the truth wins."""
    scene.text(ursula, QUESTION)
    scene.answer()
    carrier_could_double(monkeypatch)

    def slow(**arguments: Any) -> str:
        with inside(LAKESIDE):
            Delivery.objects.update(claimed_at=timezone.now() - timedelta(minutes=5))
        tasks.sweep(timestamp=0)
        return "carrier-1"

    monkeypatch.setattr(sending, "send", slow)
    with scene.as_login("worker"):
        tasks.send(organization_id=str(LAKESIDE))

    assert scene.deliveries(ursula)[0].state == "sent"
