"""Mirrors that are gone or slow: nothing waits for them, the lag is told, they catch up."""

import shutil
from typing import Any

import pytest
from django.db import connection

from chaperone.ledger.mirroring import mirrored_size
from chaperone.ledger.mirrors import s3 as module
from chaperone.ledger.standing import mirror_states
from chaperone.merkle.audit.directory import verify_directory
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.vendors.models import Agreement
from tests.cast import amara
from tests.ledger.mirrors.conftest import address, bucket, client, s3, served
from tests.ledger.test_sequencer import auditor, eventually, start, unsigned
from tests.vendors.scene import agreement, ended, no_agreement_for

__all__ = ["address", "auditor", "bucket", "client", "s3", "served", "start"]
pytestmark = pytest.mark.xdist_group("sequencer")


def for_mirrors() -> Agreement:
    """Who runs the installation may keep a copy of the sealed record in a bucket."""
    return agreement(amara, purposes=["mirror"], host="", covers=[])


def state(name: object) -> Any:
    with connection.cursor() as cursor:
        found = mirror_states(cursor, [name])
    return found[0] if found else None


def test_a_folder_that_is_gone_and_comes_back(record, start, auditor, settings, log, tmp_path):
    mirror = tmp_path / "mount" / "mirror"
    settings.CHAPERONE_MIRRORS = [mirror, tmp_path / "other"]
    start()
    record(2)
    eventually(lambda: state(mirror) is not None and state(mirror).entries_behind == 0)
    assert state(mirror).problem == ""
    shutil.move(tmp_path / "mount", tmp_path / "away")
    (tmp_path / "mount").write_text("in the way")
    record(3)
    eventually(lambda: unsigned(auditor) == 0)
    eventually(lambda: bool(state(mirror).problem))
    behind = state(mirror)
    assert behind.entries_behind > 0
    assert behind.seconds_behind > 0
    assert "NotADirectoryError" in behind.problem or "FileExistsError" in behind.problem
    eventually(lambda: state(tmp_path / "other").entries_behind == 0)
    (tmp_path / "mount").unlink()
    shutil.move(tmp_path / "away", tmp_path / "mount")
    record(1)
    eventually(lambda: state(mirror).entries_behind == 0)
    assert (state(mirror).problem, state(mirror).seconds_behind) == ("", 0)
    key = VerifierKey.parse((log / "log.pub").read_text())
    assert verify_directory(mirror, [key]).checkpoint.size == state(mirror).size


def test_a_store_that_is_slow_holds_up_neither_signing_nor_another_mirror(
    record, start, auditor, settings, s3, address, tmp_path, monkeypatch
):
    monkeypatch.setattr(module, "READ_SECONDS", 2)
    monkeypatch.setattr(module, "ATTEMPTS", 1)
    settings.CHAPERONE_MIRRORS = [address, tmp_path / "quick"]
    for_mirrors()
    s3.fault = lambda method, path: "slow" if method == "PUT" else None
    start()
    record(3)
    eventually(lambda: unsigned(auditor) == 0)
    eventually(lambda: mirrored_size(tmp_path / "quick") > 0)
    eventually(lambda: state(address) is not None and bool(state(address).problem))
    assert "timeout" in state(address).problem.lower()
    assert state(address).entries_behind > 0
    s3.fault = lambda method, path: None
    record(1)
    eventually(lambda: state(address).entries_behind == 0)
    assert mirrored_size(address) == state(address).size


def test_a_checkpoint_that_was_cut_off_behind_the_head_is_kept_by_the_next_round(
    record, start, auditor, settings, tmp_path
):
    from chaperone.merkle.log.layout import kept_checkpoint_path

    mirror = tmp_path / "mirror"
    settings.CHAPERONE_MIRRORS = [mirror]
    running = start()
    record(1)
    eventually(lambda: state(mirror) is not None and state(mirror).entries_behind == 0)
    running.stop()
    size = state(mirror).size
    record(1)
    settings.CHAPERONE_MIRRORS = [tmp_path / "elsewhere"]
    start().stop()
    settings.CHAPERONE_MIRRORS = [mirror]
    missed = auditor.execute("select max(size) from ledger_checkpoint").fetchone()[0]
    assert missed > size
    note = auditor.execute("select note from ledger_checkpoint where size = %s", [missed])
    shutil.copytree(tmp_path / "elsewhere", mirror, dirs_exist_ok=True)
    (mirror / kept_checkpoint_path(missed)).unlink()  # as if cut off there
    (mirror / "checkpoint").write_text(note.fetchone()[0])
    record(1)
    start().stop()
    assert (mirror / kept_checkpoint_path(missed)).exists()


def test_a_name_that_is_none_is_told(record, start, auditor, settings, s3, tmp_path):
    settings.CHAPERONE_MIRROR_RETENTION = ""
    settings.CHAPERONE_MIRRORS = ["s3://bucket/x", tmp_path / "good"]
    for_mirrors()
    start()
    record(1)
    eventually(lambda: mirrored_size(tmp_path / "good") > 0)
    eventually(lambda: state("s3://bucket/x") is not None)
    assert "CHAPERONE_MIRROR_RETENTION" in state("s3://bucket/x").problem


def test_a_bucket_without_an_agreement_gets_nothing_and_a_folder_of_ours_everything(
    record, start, auditor, settings, s3, address, tmp_path
):
    """Neither does tamper evidence stop, nor does a byte leave."""
    settings.CHAPERONE_DATA = tmp_path
    settings.CHAPERONE_MIRRORS = [address]
    no_agreement_for("mirror", amara)
    start()
    record(2)
    eventually(lambda: state(address) is not None and bool(state(address).problem))
    assert "No agreement in force" in state(address).problem
    assert not [path for method, path in s3.asked if method == "PUT" and "/lakeside/" in path]
    eventually(lambda: mirrored_size(tmp_path / "mirror") >= 2)

    signed = for_mirrors()
    eventually(lambda: state(address).entries_behind == 0 and not state(address).problem)
    assert mirrored_size(address) == state(address).size
    ended(signed.id, amara)
    before = mirrored_size(address)
    record(1)
    eventually(lambda: mirrored_size(tmp_path / "mirror") > before)
    assert mirrored_size(address) <= before + 2  # what ended it was not kept there
