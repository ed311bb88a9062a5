import pytest
from django.db import DatabaseError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from chaperone.jobs import actions
from chaperone.jobs.actions import nudge
from tests.cast import HARBOR, LAKESIDE

pytestmark = pytest.mark.usefixtures("committed")


def test_a_nudge_goes_after_commit_with_its_ids() -> None:
    with transaction.atomic():
        nudge("conversations.send", organization_id=LAKESIDE)
        assert not ProcrastinateJob.objects.exists()

    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == (
        "conversations.send",
        {"organization_id": str(LAKESIDE)},
    )


def test_a_rolled_back_transaction_nudges_nobody() -> None:
    with transaction.atomic():
        nudge("conversations.send", organization_id=LAKESIDE)
        transaction.set_rollback(True)

    assert not ProcrastinateJob.objects.exists()


def test_one_waiting_nudge_per_task_and_ids_is_enough() -> None:
    for organization_id in (LAKESIDE, LAKESIDE, HARBOR):
        nudge("conversations.send", organization_id=organization_id)
    nudge("conversations.answer", organization_id=LAKESIDE)

    assert ProcrastinateJob.objects.count() == 3


def test_two_at_once_leave_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both looked before either inserted."""
    monkeypatch.setattr(actions, "_waits", lambda _: False)

    nudge("conversations.send", organization_id=LAKESIDE)
    nudge("conversations.send", organization_id=LAKESIDE)

    assert ProcrastinateJob.objects.count() == 1


def test_a_nudge_that_cannot_be_left_fails_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_: str) -> bool:
        raise DatabaseError("gone")

    monkeypatch.setattr(actions, "_waits", refuse)

    with transaction.atomic():
        nudge("conversations.send", organization_id=LAKESIDE)

    assert "gone" in caplog.text
