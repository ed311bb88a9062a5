"""What takes seconds is made before a worker takes work, once."""

from threading import Event

import pytest
from django.db import OperationalError

from chaperone.jobs import beforehand, worker


@pytest.fixture
def makes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beforehand, "_makes", {})
    monkeypatch.setattr(beforehand, "_meanwhile", {})


@pytest.mark.usefixtures("makes")
def test_a_worker_makes_it_before_it_takes_work(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    async def work(stop, queue, at_once) -> bool:
        done.append("worked")
        stop.set()
        return True

    def make() -> None:
        done.append("made")

    monkeypatch.setattr(worker, "_work", work)
    beforehand.made_beforehand(make)
    beforehand.made_beforehand(make)
    worker.run()
    assert done == ["made", "worked"]


@pytest.mark.usefixtures("makes")
def test_what_fails_keeps_nothing_else_from_being_made(caplog) -> None:
    done: list[str] = []
    beforehand.made_beforehand(lambda: 1 / 0)
    beforehand.made_beforehand(lambda: done.append("made"))
    beforehand.make_all()
    assert done == ["made"]
    assert "It is done when it is needed." in caplog.text


@pytest.mark.usefixtures("makes")
def test_what_cannot_wait_is_done_meanwhile_also_after_it_failed() -> None:
    done: list[str] = []
    ended = Event()

    def work() -> None:
        done.append("tried")
        if len(done) == 1:
            raise OperationalError("the database is away")
        ended.set()

    beforehand.made_beforehand(lambda: ended.wait(10))
    beforehand.done_meanwhile(work)
    beforehand.make_all()
    assert ended.is_set()
    assert len(done) >= 2
