"""The daily backup while somebody moves the machine's clock: three days, four backups, as it must be.

The clocks are the operating system's: libfaketime moves the wall clock (and can only be loaded into
a program as it starts), a time namespace lets steady hours pass. Part of `make prove`: a time
namespace needs root. `test_schedule.py` says the same of any number of moves, with clocks that are
given.
"""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections

from chaperone.files.private import write_private

pytestmark = pytest.mark.xdist_group("backups")
LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
LOOK = """
import django
django.setup()
from django.conf import settings
from chaperone.continuity.backups.running import _due, look
from chaperone.continuity.backups.schedule import Clock
clock = Clock()
if _due(settings.CHAPERONE_DATA, clock):
    assert look(scheduled=True, clock=clock), "it is not in every place"
"""
HOURS = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
# What the wall clock says and how much time has really passed; whether a backup is made then.
DAYS = [
    ("the first look", 0 * HOURS, 0 * HOURS, True),
    ("put forward", 3 * HOURS, MINUTE, False),
    ("put back by more than a day", -26 * HOURS, 2 * MINUTE, False),
    ("put forward by more than a day", 25 * HOURS, 3 * MINUTE, False),
    ("an honest day later", 24 * HOURS + 4 * MINUTE, 24 * HOURS + 4 * MINUTE, True),
    ("put forward by ten days", 240 * HOURS, 24 * HOURS + 5 * MINUTE, False),
    ("a day later, put back all the while", 1 * HOURS, 48 * HOURS + 6 * MINUTE, True),
    ("set right", 48 * HOURS + 7 * MINUTE, 48 * HOURS + 7 * MINUTE, False),
    ("another honest day later", 72 * HOURS + 8 * MINUTE, 72 * HOURS + 8 * MINUTE, True),
]


@pytest.fixture
def startable(data):
    """The data folder as a program finds it that starts there."""
    theirs = Path(os.environ["CHAPERONE_DATA"]) / "secrets" / "django.key"
    write_private(data / "secrets" / "django.key", theirs.read_text())
    for path in (data / "secrets" / "logins.json", data / "keys" / "root.key"):
        path.chmod(0o600)
    return data


def test_no_day_is_skipped_and_none_has_two(working, startable):
    made = 0
    for what, wall, steady, due in DAYS:
        look(working, startable, wall=wall, steady=steady)
        made += due
        assert len(list((startable / "backups").glob("*.age"))) == made, what
    assert made == 4


def look(database, data, *, wall, steady):
    """One look of the process that makes backups, at these clocks."""
    assert LIBRARY, "install libfaketime (bin/faketime)"
    connections.close_all()
    url = os.environ["CHAPERONE_DATABASE_URL"].replace("/chaperone_template", f"/{database}")
    subprocess.run(
        [
            "unshare",
            "--time",
            f"--boottime={steady.total_seconds():.0f}",
            f"--monotonic={steady.total_seconds():.0f}",
            sys.executable,
            "-c",
            LOOK,
        ],
        env=os.environ
        | {
            "CHAPERONE_DATA": str(data),
            "CHAPERONE_DATABASE_URL": url,
            "CHAPERONE_LOGIN": "worker",
            "CHAPERONE_MIRRORS": str(data / "mirror"),
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME": f"{wall.total_seconds():+.0f}s",
            "DONT_FAKE_MONOTONIC": "1",
        },
        check=True,
    )
