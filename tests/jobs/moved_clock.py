"""A worker while somebody sets the machine's wall clock, by libfaketime: what is periodic goes on.

Part of `make prove`: the library has to be installed (`bin/faketime`).
"""

import os
import signal
import time
from pathlib import Path

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

from tests.jobs.test_worker import _comes_true, _start_worker

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
DAY = 86_400
_ASKED = """
    select count(*) from procrastinate_periodic_defers where defer_timestamp between %s and %s
"""


def test_what_is_periodic_goes_on_after_the_clock_was_set(scene, tmp_path, monkeypatch):
    assert LIBRARY, "install libfaketime (bin/faketime)"
    clock = tmp_path / "clock"
    clock.write_text("+0s")
    for name, value in {
        "LD_PRELOAD": str(LIBRARY),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }.items():
        monkeypatch.setenv(name, value)
    worker = _start_worker()
    monkeypatch.delenv("LD_PRELOAD")
    try:
        began = time.time()
        assert _comes_true(lambda: asked(began - 60, began + 60))
        clock.write_text("+3d")
        ahead = time.time() + 3 * DAY
        assert _comes_true(lambda: asked(ahead - 60, ahead + 60))
        # Not everything of three days at once: that would be 26,000 times for one task alone.
        assert asked(began + 120, ahead - DAY) < 1_000
        clock.write_text("+0s")
        back = time.time()
        assert _comes_true(lambda: asked(back + 11, back + 60))
    finally:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=20) == 0


def asked(since, until):
    """How often something periodic was asked for, for a time between the two."""
    database = connection.settings_dict["NAME"]
    dsn = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=database)
    with psycopg.connect(dsn) as admin:
        return admin.execute(_ASKED, [int(since), int(until)]).fetchone()[0]
