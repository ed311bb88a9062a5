"""What must not wait for a wall clock that was put back."""

from threading import Event

import pytest
from django.db import OperationalError

from chaperone.jobs import steady
from chaperone.ledger.errors import NotRecorded


@pytest.mark.parametrize("error", [OperationalError("the database is away"), NotRecorded()])
def test_it_is_called_again_and_again_also_after_it_failed(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    called: list[int] = []
    enough = Event()

    def work() -> None:
        called.append(1)
        if len(called) == 1:
            raise error
        if len(called) == 3:
            enough.set()

    monkeypatch.setattr(steady, "SECONDS", 0.01)
    monkeypatch.setattr(steady, "_work", [work])
    monkeypatch.setattr(steady, "_apart", [])
    with steady.running():
        assert enough.wait(10)
    assert len(called) >= 3


def test_workers_do_steadily_what_a_life_or_the_record_depends_on() -> None:
    assert {work.__name__ for work in steady._work} == {
        "record_clock",
        "deliver_everywhere",
        "hurry_everywhere",
        "escalate_everywhere",
        "look_each_minute",
    }


def test_what_takes_long_holds_up_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    done, ends = Event(), Event()
    monkeypatch.setattr(steady, "SECONDS", 0.01)
    monkeypatch.setattr(steady, "_work", [done.set])
    monkeypatch.setattr(steady, "_apart", [(lambda: ends.wait(10), steady.SECONDS)])
    with steady.running():
        assert done.wait(10)
        ends.set()


def test_readings_are_taken_apart() -> None:
    assert {work.__name__ for work, _ in steady._apart} == {"look_at_all", "measure"}
