"""A worker process of its own, as the supervisor starts it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection

from chaperone.conversations.models import Turn
from chaperone.jobs import worker as worker_module
from chaperone.jobs.clock import Watch
from tests.cast import ursula
from tests.conversations.scene import Scene

_RUN = "import django; django.setup(); from chaperone.jobs.worker import run; run()"


def test_a_worker_does_what_it_is_nudged_to_and_ends_when_told(scene: Scene) -> None:
    message_id = scene.text(ursula, "What is A1C?")
    worker = _start_worker()
    try:
        assert _comes_true(lambda: scene.outbound(ursula)[0].state == "delivered")
        assert scene.turn(message_id).state == Turn.State.ANSWERED
    finally:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=20) == 0


def test_a_worker_that_lost_the_database_goes_on_in_the_same_process(scene: Scene) -> None:
    """The library's own ends then, and leaves it to others to start another."""
    worker = _start_worker()
    try:
        first = scene.text(ursula, "What is A1C?")
        assert _comes_true(lambda: scene.turn(first).state == Turn.State.ANSWERED)
        _end_sessions_of_workers()
        second = scene.text(ursula, "What is blood sugar?")
        assert _comes_true(lambda: scene.turn(second).state == Turn.State.ANSWERED)
        assert worker.poll() is None
    finally:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=20) == 0


@pytest.mark.parametrize("by", [-3 * 86_400.0, 3 * 86_400.0])
def test_a_wall_clock_that_was_set_ends_the_work_and_time_that_passes_does_not(
    monkeypatch: pytest.MonkeyPatch, by: float
) -> None:
    monkeypatch.setattr(worker_module, "CLOCK_SECONDS", 0.0)
    passed = iter(range(0, 10**9, 3600))
    steady = [0.0]

    def wall() -> datetime:
        # Both clocks go on by an hour a look; at the fifth look somebody sets this one.
        steady[0] = float(next(passed))
        shown = steady[0] + (by if steady[0] > 4 * 3600 else 0.0)
        return datetime(2026, 11, 26, tzinfo=UTC) + timedelta(seconds=shown)

    async def worked() -> float:
        work: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await worker_module._end_when_moved(
            work, Watch(worker_module.MOVED, worker_module.MOVED, wall, lambda: steady[0])
        )
        assert work.cancelled()
        return steady[0] / 3600

    assert asyncio.run(worked()) == 5


def _end_sessions_of_workers() -> None:
    with psycopg.connect(os.environ["CHAPERONE_TEST_ADMIN"], autocommit=True) as admin:
        ended = admin.execute(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity"
            " where usename = 'chaperone_worker' and datname = %s",
            [connection.settings_dict["NAME"]],
        ).fetchone()
    assert ended is not None
    assert ended[0] > 2


def _start_worker() -> subprocess.Popen[bytes]:
    settings = connection.settings_dict
    url = os.environ["CHAPERONE_DATABASE_URL"].rsplit("/", 1)
    address = f"{url[0]}/{settings['NAME']}" + (
        "?" + url[1].split("?", 1)[1] if "?" in url[1] else ""
    )
    environment = os.environ | {"CHAPERONE_LOGIN": "worker", "CHAPERONE_DATABASE_URL": address}
    return subprocess.Popen([sys.executable, "-c", _RUN], env=environment)


def _comes_true(condition: object, seconds: float = 40.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if condition():  # type: ignore[operator]
                return True
        except IndexError:
            pass
        time.sleep(0.1)
    return False
