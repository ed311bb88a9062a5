"""Changing the log's key while it runs, and who can do what with the old and the new one."""

import os
import shutil
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from typer.testing import CliRunner

from chaperone.cli.ledger import app
from chaperone.ledger import log_key
from chaperone.ledger.errors import LogKeyRefused, NotVerified
from chaperone.ledger.export import export
from chaperone.ledger.key_change import ask_for_key_change, is_in_force
from chaperone.ledger.mirroring import mirrored_size
from chaperone.ledger.verification import verify
from chaperone.merkle.audit.directory import verify_directory
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.log.checkpoints import sign_checkpoint
from tests.ledger.test_sequencer import auditor, eventually, start, unsigned

__all__ = ["auditor", "start"]
pytestmark = pytest.mark.xdist_group("sequencer")


@pytest.fixture
def log(tmp_path: Path, settings: Any, committed: str, log_folder: Path) -> Path:
    """The key of this database, in a folder that the test may change; put back by no one: each of
    these tests goes on from the key that the one before left in force.
    """
    settings.CHAPERONE_LOG_KEY = log_folder / "log.key"
    settings.CHAPERONE_MIRRORS = [tmp_path / "mirror"]
    return log_folder


@pytest.fixture
def first(log: Path) -> VerifierKey:
    return VerifierKey.parse((log / "log.pub").read_text())


@pytest.fixture
def check(first: VerifierKey, as_login: Any, settings: Any) -> Any:
    def run(**options: Any) -> Any:
        with as_login("auditor"):
            return verify(key=first, **{"mirrors": settings.CHAPERONE_MIRRORS} | options)

    return run


@pytest.fixture
def changed(record: Any, start: Any, auditor: Any, settings: Any, platform: Any, log: Path) -> Any:
    """A key that was changed while the sequencer ran, between entries; (old signer, new key)."""
    old = log_key.load(settings.CHAPERONE_LOG_KEY)
    running = start()
    record(3)
    eventually(lambda: unsigned(auditor) == 0)
    new = ask_for_key_change(settings.CHAPERONE_LOG_KEY)
    eventually(lambda: is_in_force(new))
    record(3)
    eventually(lambda: unsigned(auditor) == 0)
    running.stop()
    assert not running.raised
    return old, new


def size_of(auditor: psycopg.Connection) -> int:
    row = auditor.execute("select max(size) from ledger_checkpoint").fetchone()
    assert row is not None
    return int(row[0])


def test_it_changes_while_it_runs(
    changed, check, auditor, settings, log, first, as_login, tmp_path
):
    _, new = changed
    assert log_key.load(settings.CHAPERONE_LOG_KEY).verifier_key == new
    assert not log_key.successor_path(settings.CHAPERONE_LOG_KEY).exists()
    assert first != VerifierKey.parse(new)
    assert check().size == size_of(auditor) == mirrored_size(settings.CHAPERONE_MIRRORS[0])
    with as_login("auditor"):
        export(tmp_path / "out")
    for folder in (settings.CHAPERONE_MIRRORS[0], tmp_path / "out"):
        report = verify_directory(folder, [first])
        assert report.key_changes[-1].key == VerifierKey.parse(new)


def test_the_entry_that_names_the_new_key_stands_under_the_old_one(changed, auditor):
    query = """
        select leaf_index from ledger_leaf join ledger_entry on id = entry_id
        where event = 'ledger.key.changed' order by 1 desc limit 1
    """
    (place,) = auditor.execute(query).fetchone()
    (size,) = auditor.execute("select max(size) from ledger_key_change").fetchone()
    assert place < size


def test_a_second_change_follows_the_first(changed, check):
    assert check().size


def test_a_change_that_was_cut_off_before_the_key_took_its_place_is_completed(
    record, start, auditor, settings, platform, check, monkeypatch
):
    path = settings.CHAPERONE_LOG_KEY
    monkeypatch.setattr(log_key, "succeed", lambda path: (_ for _ in ()).throw(OSError("died")))
    running = start()
    record(1)
    eventually(lambda: unsigned(auditor) == 0)
    new = ask_for_key_change(path)
    eventually(lambda: bool(running.raised))
    monkeypatch.undo()
    settings.CHAPERONE_LOG_KEY = path
    assert is_in_force(new)
    assert log_key.load(path).verifier_key != new


def test_after_that_the_next_start_goes_on(record, start, auditor, settings, check, tmp_path):
    path = settings.CHAPERONE_LOG_KEY
    start()
    record(1)
    eventually(lambda: unsigned(auditor) == 0)
    eventually(lambda: not log_key.successor_path(path).exists())
    eventually(lambda: mirrored_size(settings.CHAPERONE_MIRRORS[0]) == size_of(auditor))
    assert check().size


def test_an_old_key_that_was_put_back_does_not_sign(
    changed, start, auditor, settings, tmp_path, log
):
    old, _ = changed
    back = tmp_path / "keys"
    back.mkdir()
    log_key.write_new(back / "log.key", log_key._text(old))
    settings.CHAPERONE_LOG_KEY = back / "log.key"
    running = start()
    eventually(lambda: bool(running.raised))
    assert isinstance(running.raised[0], LogKeyRefused)
    assert "since the last change of key" in str(running.raised[0])


def test_two_changes_at_once_are_refused(log, tmp_path, settings, platform, committed):
    shutil.copy(settings.CHAPERONE_LOG_KEY, tmp_path / "log.key")
    ask_for_key_change(tmp_path / "log.key")
    with pytest.raises(Exception, match="one waits already"):
        ask_for_key_change(tmp_path / "log.key")


@pytest.fixture
def attack(committed):
    """``attack("update …")``: past all triggers; undone after the test."""
    admin = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=committed)
    tables = ("ledger_checkpoint", "ledger_key_change")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        for table in tables:
            connection.execute(f"create temporary table kept_{table} as table {table}")
        yield connection.execute
        for table in tables:
            connection.execute(f"delete from {table}")
            connection.execute(f"insert into {table} table kept_{table}")


def test_the_old_key_signs_nothing_after_the_change_in_the_database(
    changed, check, attack, auditor
):
    old, _ = changed
    size = size_of(auditor)
    (root,) = auditor.execute(
        "select root from ledger_checkpoint where size = %s", [size]
    ).fetchone()
    note = sign_checkpoint(old, size=size, root=root).decode()
    attack("update ledger_checkpoint set note = %s where size = %s", [note, size])
    with pytest.raises(NotVerified, match=f"checkpoint {size}"):
        check(mirrors=[])


def test_the_new_key_signs_no_other_past_in_the_database(changed, check, attack, auditor, settings):
    new = log_key.load(settings.CHAPERONE_LOG_KEY)
    query = "select size from ledger_checkpoint order by size limit 1"
    (size,) = auditor.execute(query).fetchone()
    note = sign_checkpoint(new, size=size, root=b"\1" * 32).decode()
    attack(
        "update ledger_checkpoint set note = %s, root = %s where size = %s",
        [note, b"\1" * 32, size],
    )
    with pytest.raises(NotVerified, match=f"checkpoint {size}"):
        check(mirrors=[])


def test_a_change_that_was_hidden_shows_by_the_mirror(changed, check, attack, auditor):
    """Whoever has the old key and the database signs on as if it had never been changed."""
    old, _ = changed
    (number, size) = auditor.execute(
        "select number, size from ledger_key_change order by number desc limit 1"
    ).fetchone()
    attack("delete from ledger_key_change where number = %s", [number])
    rows = auditor.execute("select size, root from ledger_checkpoint where size > %s", [size])
    for later, root in rows.fetchall():
        note = sign_checkpoint(old, size=later, root=root).decode()
        attack("update ledger_checkpoint set note = %s where size = %s", [note, later])
    check(mirrors=[])  # not found without a mirror
    with pytest.raises(NotVerified, match="does not have this change of key"):
        check()


def test_the_record_of_changes_cannot_be_changed(changed, connected):
    for login in ("owner", "sequencer", "web"):
        for statement in (
            "update ledger_key_change set size = 1",
            "delete from ledger_key_change",
            "truncate ledger_key_change",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connected(login).execute(statement)


def test_the_command(record, start, auditor, log, as_login, platform, first):
    running = start()
    record(1)
    with as_login("auditor"):
        found = CliRunner().invoke(app, ["key", "--rotate"])
        running.stop()
        assert found.exit_code == 0, found.output
        assert found.stdout.strip() == str(first)
        assert "the ledger is signed by" in found.stderr
        told = CliRunner().invoke(app, ["key", "--json"])
        assert f'"key": "{first}"' in told.stdout
        assert '"changes": ' in told.stdout
