"""The process as it runs: standing by, stopping, being killed at any moment."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connections

from chaperone.database.address import Address, password
from chaperone.files.errors import FileMissing
from chaperone.jobs.clock import Jump, Watch
from chaperone.ledger import sequencer
from chaperone.ledger.connecting import connect, parameters
from chaperone.ledger.errors import MirrorAheadOfDatabase
from chaperone.ledger.mirroring import mirrored_size
from chaperone.ledger.verification import verify
from chaperone.merkle.audit.directory import verify_directory
from chaperone.merkle.audit.keys import VerifierKey
from tests.fakes.cutting_proxy import cutting_proxy
from tests.ledger.trying import acting_for, append_one

pytestmark = pytest.mark.xdist_group("sequencer")
PROGRAM = """
import threading, django
django.setup()
from chaperone.ledger.sequencer import run
run(threading.Event())
"""


def eventually(holds: Callable[[], bool], seconds: float = 30) -> None:
    pause, end = threading.Event(), time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        pause.wait(0.02)


@pytest.fixture
def auditor(connected):
    return connected("auditor")


def unsigned(auditor: psycopg.Connection) -> int:
    """Entries that no checkpoint covers yet."""
    query = """
        select (select count(*) from ledger_entry)
            - coalesce((select max(size) from ledger_checkpoint), 0)
    """
    return auditor.execute(query).fetchone()[0]


class Running:
    """``sequencer.run`` in a thread."""

    def __init__(self) -> None:
        self._stop, self.raised = threading.Event(), []
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            sequencer.run(self._stop)
        except Exception as error:  # noqa: BLE001  the test looks at it
            self.raised.append(error)

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(30)
        assert not self._thread.is_alive()


@pytest.fixture
def start(organization, as_login, log, monkeypatch):
    with as_login("sequencer"):
        found = parameters()
    monkeypatch.setattr(sequencer, "connect", lambda: psycopg.connect(**found, autocommit=True))
    running = []

    def start_one() -> Running:
        running.append(Running())
        return running[-1]

    yield start_one
    for one in running:
        one.stop()


def test_it_signs_and_mirrors_what_is_committed(record, start, auditor, settings):
    start()
    record(5)
    eventually(lambda: unsigned(auditor) == 0)
    eventually(lambda: mirrored_size(settings.CHAPERONE_MIRRORS[0]) > 5)
    assert unsigned(auditor) == 0


def test_when_stopped_it_signs_what_it_has_placed(record, start, auditor, settings):
    running = start()
    eventually(lambda: unsigned(auditor) == 0)
    record(3)
    running.stop()
    assert unsigned(auditor) == 0
    size = auditor.execute("select size from ledger_tree").fetchone()[0]
    assert mirrored_size(settings.CHAPERONE_MIRRORS[0]) == size


def test_a_second_one_stands_by_and_takes_over(record, start, auditor):
    first = start()
    record(1)
    eventually(lambda: unsigned(auditor) == 0)
    epoch = "select epoch from ledger_tree"
    before = auditor.execute(epoch).fetchone()
    second = start()
    record(2)
    eventually(lambda: unsigned(auditor) == 0)
    assert auditor.execute(epoch).fetchone() == before
    first.stop()
    record(2)
    eventually(lambda: unsigned(auditor) == 0)
    assert auditor.execute(epoch).fetchone() > before
    assert not second.raised


def test_it_connects_again_when_the_database_was_away(record, start, auditor, committed):
    running = start()
    eventually(lambda: unsigned(auditor) == 0)
    with psycopg.connect(os.environ["CHAPERONE_TEST_ADMIN"], autocommit=True) as admin:
        admin.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where usename = 'chaperone_sequencer' and datname = %s",
            [committed],
        )
    record(2)
    eventually(lambda: unsigned(auditor) == 0)
    assert not running.raised


@pytest.mark.parametrize("words", [b"ledger_place", b"ledger_sign"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_what_it_was_given_no_answer_to_is_done_once(
    record, start, auditor, settings, as_login, monkeypatch, words, moment
):
    with as_login("sequencer"):
        found = parameters()
    with cutting_proxy(int(found["port"])) as proxy:
        through = found | {"host": "127.0.0.1", "port": proxy.port}
        monkeypatch.setattr(
            sequencer, "connect", lambda: psycopg.connect(**through, autocommit=True)
        )
        running = start()
        proxy.cut(words, moment)
        record(3)
        eventually(lambda: proxy.cuts == 1 and unsigned(auditor) == 0)
        running.stop()
    assert not running.raised
    placed = "select count(*), count(distinct entry_id), max(leaf_index) + 1 from ledger_leaf"
    entries = auditor.execute("select count(*) from ledger_entry").fetchone()[0]
    assert auditor.execute(placed).fetchone() == (entries, entries, entries)


def test_a_mirror_that_cannot_be_written_does_not_hold_up_the_signing(
    record, start, auditor, settings, tmp_path, caplog
):
    (tmp_path / "file").write_text("in the way")
    settings.CHAPERONE_MIRRORS = [tmp_path / "file" / "mirror", tmp_path / "good"]
    start()
    record(2)
    eventually(lambda: unsigned(auditor) == 0)
    eventually(lambda: mirrored_size(tmp_path / "good") > 0)
    assert "could not be brought up to date" in caplog.text


def test_it_does_not_start_on_a_database_that_is_behind_its_mirror(
    record, start, auditor, settings
):
    start().stop()
    mirror = settings.CHAPERONE_MIRRORS[0]
    text = (mirror / "checkpoint").read_text()
    (mirror / "checkpoint").write_text(text.replace(str(mirrored_size(mirror)), "9" * 9, 1))
    record(1)
    running = start()
    eventually(lambda: bool(running.raised))
    assert isinstance(running.raised[0], MirrorAheadOfDatabase)
    assert unsigned(auditor) > 0


def test_a_clock_that_is_put_back_while_it_works_is_noted(start, auditor, monkeypatch):
    now = datetime.now(UTC)
    jumps = [Jump("back", now, now - timedelta(hours=1))]
    monkeypatch.setattr(Watch, "look", lambda _: jumps.pop() if jumps else None)
    start()
    query = "select kind, seconds, at_start from ledger_clock_jump where entry_id is null"
    eventually(lambda: auditor.execute(query).fetchall() == [("back", 3600.0, False)])


def test_a_clock_that_is_behind_the_ledger_is_noted_at_the_start(
    record, start, auditor, monkeypatch
):
    running = start()
    record(1)
    eventually(lambda: unsigned(auditor) == 0)
    running.stop()

    class Earlier(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) - timedelta(hours=2)

    monkeypatch.setattr(sequencer, "datetime", Earlier)
    start()
    query = "select count(*) from ledger_clock_jump where at_start and kind = 'back'"
    eventually(lambda: auditor.execute(query).fetchone() == (1,))


def test_a_lost_key_is_not_made_anew(record, start, auditor, settings, tmp_path):
    start().stop()
    settings.CHAPERONE_LOG_KEY = tmp_path / "lost.key"
    running = start()
    eventually(lambda: bool(running.raised))
    assert isinstance(running.raised[0], FileMissing)
    assert not (tmp_path / "lost.key").exists()


@pytest.fixture
def elsewhere(new_database, tmp_path):
    """A ledger of its own, with the data folder that a process of the sequencer works in."""
    before = connections["default"].settings_dict["NAME"]
    (tmp_path / "secrets").mkdir()
    (tmp_path / "keys").mkdir()
    (tmp_path / "secrets" / "django.key").write_text(uuid4().hex)
    with new_database() as name:
        _use(name)
        try:
            yield tmp_path
        finally:
            _use(before)


def start_process(data: Path) -> subprocess.Popen:
    found = connections["default"].settings_dict
    address = Address(found["HOST"], str(found["PORT"]), found["NAME"])
    environment = os.environ | {
        "CHAPERONE_DATA": str(data),
        "CHAPERONE_LOGIN": "sequencer",
        "CHAPERONE_DATABASE_URL": address.url,
        "CHAPERONE_DATABASE_PASSWORD": password(
            django_settings.CHAPERONE_DATA, "sequencer", os.environ
        ),
    }
    return subprocess.Popen([sys.executable, "-c", PROGRAM], env=environment)


def test_killed_at_any_moment_it_loses_and_doubles_nothing(elsewhere, organization, as_login):
    from chaperone.vault.keyring import keyring

    keyring.forget()
    with acting_for(organization):
        keyring.create_organization(organization)
    done, kept = threading.Event(), []

    def write() -> None:
        try:
            while not done.is_set():
                with acting_for(organization):
                    entry_id = append_one(organization)
                kept.append(entry_id)
        finally:
            connections["default"].close()

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    with as_login("auditor"):
        auditor = connect()
    try:
        for number in range(4):
            process = start_process(elsewhere)
            seen = len(kept)
            eventually(lambda seen=seen: unsigned(auditor) < len(kept) - seen)
            # A different moment each time: while placing, signing, or writing the mirror.
            threading.Event().wait(0.1 * number)
            process.kill()
            process.wait()
        done.set()
        for writer in writers:
            writer.join(30)
        process = start_process(elsewhere)
        eventually(lambda: unsigned(auditor) == 0)
        size = auditor.execute("select size from ledger_tree").fetchone()[0]
        eventually(lambda: mirrored_size(elsewhere / "mirror") == size)
        process.terminate()
        process.wait()
        placed = auditor.execute("select entry_id from ledger_leaf").fetchall()
    finally:
        done.set()
        auditor.close()
    assert set(kept) <= {entry_id for (entry_id,) in placed}
    key = VerifierKey.parse((elsewhere / "keys" / "log.pub").read_text())
    with as_login("auditor"):
        assert verify(key=key, mirrors=[elsewhere / "mirror"]).size == size
    assert verify_directory(elsewhere / "mirror", [key]).checkpoint.size == size


def _use(name: str) -> None:
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
