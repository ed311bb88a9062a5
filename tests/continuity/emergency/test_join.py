"""A journal joins the ledger: in order, once, whoever was killed; what was altered is told."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from chaperone.access.actors import operator
from chaperone.continuity.emergency import desk as desks
from chaperone.continuity.emergency.actions import mode
from chaperone.continuity.emergency.actions.join import NO_EXIT, Joined, join
from chaperone.continuity.emergency.events import JOURNAL_ALTERED, JOURNAL_JOINED
from chaperone.database.identifiers import PLATFORM, instant_of
from chaperone.ledger import elsewhere
from chaperone.ledger.queries import search
from chaperone.notices.models import Notice
from tests.cast import LAKESIDE, inside, maria, samuel
from tests.requestlog.reading import logged

pytestmark = pytest.mark.usefixtures("committed")
LOOKS = 4


@pytest.fixture
def path(tmp_path: Path, settings: Any) -> Path:
    """A journal of four looks at the inbox, with its exit record."""
    found = tmp_path / "an.journal"
    settings.CHAPERONE_EMERGENCY = found
    client = maria.client()
    desks.keep_here()
    try:
        mode.begin(path=found, by="tests", why="a test", replica="nowhere")
        for _ in range(LOOKS):
            assert client.get("/inbox/", secure=True).status_code == 200
        mode.end(by="tests")
    finally:
        desks.close()
        elsewhere.keep_with(None)
        settings.CHAPERONE_EMERGENCY = None
    return found


def joined(path: Path) -> Joined:
    return join(path=path, by="tests")


def events_of(name: str, organization_id: Any = LAKESIDE) -> list[Any]:
    with inside(organization_id):
        return list(search(operator(organization_id), event=name, limit=200).rows)


def count(table: str) -> int:
    with inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return int(cursor.fetchone()[0])


def change(path: Path, alter: Callable[[list[bytes]], list[bytes]]) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.chmod(0o600)
    path.write_bytes(b"".join(alter(lines)))


def test_while_it_is_kept_elsewhere_the_database_gets_nothing_and_then_all_of_it_once(path):
    before = count("ledger_entry"), count("requestlog_request")
    result = joined(path)
    assert result.problems == []
    assert result.requests == LOOKS
    assert count("requestlog_request") - before[1] == LOOKS
    after = count("ledger_entry"), count("requestlog_request")
    assert joined(path) == result
    assert (count("ledger_entry"), count("requestlog_request")) == after
    assert len(events_of(JOURNAL_JOINED.name)) == 1
    with inside(LAKESIDE):
        told = Notice.objects.filter(kind="continuity.joined")
        assert {row.recipient_id for row in told} == {samuel.user.id}


def test_entries_bear_their_own_times_and_say_that_it_was_emergency_mode(path):
    joined(path)
    told = events_of("continuity.journal.joined")[0]
    (request, *_) = logged(LAKESIDE, person=maria.user.id)
    assert request.record.at < told.at
    assert instant_of(request.record.id) < told.at
    with inside(PLATFORM):
        (begun,) = search(operator(PLATFORM), event="continuity.emergency.begun").rows
    assert begun.details["emergency_mode"] == "an"
    assert begun.at < told.at


def flip(lines: list[bytes]) -> list[bytes]:
    at = len(lines[3]) // 2
    changed = bytearray(lines[3])
    changed[at] ^= 1
    return [*lines[:3], bytes(changed), *lines[4:]]


def swap(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[3], lines[2], *lines[4:]]


def remove(lines: list[bytes]) -> list[bytes]:
    return [*lines[:3], *lines[4:]]


def cut_before_the_exit_record(lines: list[bytes]) -> list[bytes]:
    return [*lines[:-3], lines[-1]]


def cut(lines: list[bytes]) -> list[bytes]:
    return lines[:-3]


def tear(lines: list[bytes]) -> list[bytes]:
    return [*lines[:-2], lines[-2][:40]]


@pytest.mark.parametrize("attack", [flip, swap, remove, cut_before_the_exit_record, cut, tear])
def test_what_was_altered_or_cut_is_told_and_recorded_and_the_rest_joins(path, attack):
    change(path, attack)
    result = joined(path)
    assert result.problems
    with inside(PLATFORM):
        alarms = search(operator(PLATFORM), event=JOURNAL_ALTERED.name).rows
    assert alarms
    assert set(result.problems) <= {each for row in alarms for each in row.details["problems"]}
    assert result.requests >= LOOKS - 2
    assert joined(path).problems == result.problems


def test_a_journal_without_its_exit_record_says_that_nobody_can_tell(path):
    change(path, cut)
    assert joined(path).problems == [NO_EXIT]


KILLED = """
import os, sys
from pathlib import Path
from chaperone.cli.lazy import ready_django
ready_django("web")
from django.db import connections
for alias in connections:
    connections[alias].settings_dict["NAME"] = sys.argv[2]
from chaperone.continuity.emergency.actions import join as joining
joining.BATCH = 3
left = int(sys.argv[3])
carry_on = joining._join_line
def until_killed(row, line):
    global left
    if left == 0:
        os.kill(os.getpid(), 9)
    left -= 1
    carry_on(row, line)
joining._join_line = until_killed
joining.join(path=Path(sys.argv[1]), by="tests")
"""


@pytest.mark.parametrize("line", [1, 5])
def test_a_join_that_is_killed_loses_and_doubles_nothing(path, committed, line):
    before = count("requestlog_request")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), committed, str(line)], check=False
    )
    assert done.returncode == -9
    result = joined(path)
    assert result.problems == []
    assert result.requests == LOOKS
    assert count("requestlog_request") - before == LOOKS


def test_outside_of_emergency_mode_nothing_is_kept_elsewhere():
    assert settings.CHAPERONE_EMERGENCY is None
    assert elsewhere.keeper() is None
