"""A worker process of its own, as the supervisor starts it."""

import os
import signal
import subprocess
import sys
import time

import psycopg
from django.db import connection

from chaperone.conversations.models import Turn
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
