"""The mirror in S3: its calls against moto, and every fault that a store can have."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chaperone.ledger.errors import (
    MirrorAheadOfDatabase,
    MirrorMisnamed,
    MirrorUnavailable,
    NotVerified,
)
from chaperone.ledger.mirroring import catch_up, mirrored_size, refuse_if_ahead
from chaperone.ledger.mirrors import s3 as module
from chaperone.ledger.mirrors.addresses import mirror_at
from chaperone.ledger.mirrors.s3 import Retention
from chaperone.ledger.signed import in_mirror
from chaperone.merkle.audit.directory import verify_directory
from chaperone.merkle.audit.keys import VerifierKey
from tests.fakes.faulty_s3 import is_of
from tests.ledger.trying import place_all

pytestmark = pytest.mark.xdist_group("sequencer")


@pytest.fixture
def key(log: Path) -> VerifierKey:
    return VerifierKey.parse((log / "log.pub").read_text())


@pytest.fixture
def sequencer(connected: Any) -> Any:
    return connected("sequencer")


@pytest.fixture
def signed(record: Any, placer: Any) -> Any:
    """``signed(3)``: three more entries, and a checkpoint over them; its size."""

    def sign(count: int) -> int:
        record(count)
        return place_all(placer)

    return sign


def versions(client: Any, bucket: str, path: str = "") -> list[dict[str, Any]]:
    found = client.list_object_versions(Bucket=bucket, Prefix=f"lakeside/{path}")
    return found.get("Versions", [])


def fetched(client: Any, bucket: str, folder: Path) -> Path:
    """All of the bucket in a folder, as an auditor would fetch it."""
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for item in page.get("Contents", []):
            path = folder / item["Key"].removeprefix("lakeside/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(client.get_object(Bucket=bucket, Key=item["Key"])["Body"].read())
    return folder


def test_what_is_in_the_bucket_verifies_without_the_database(
    signed, sequencer, address, client, bucket, key, tmp_path
):
    for count in (3, 300, 1):
        size = signed(count)
        assert catch_up(sequencer, address) == size == mirrored_size(address)
    report = verify_directory(fetched(client, bucket, tmp_path / "copy"), [key])
    assert (report.checkpoint.size, report.kept_checkpoints) == (
        size,
        len(in_mirror(address, key)) - 1,
    )


def test_versions_and_locks(signed, sequencer, address, client, bucket):
    """The head is overwritten, each of its versions kept; all but partial tiles are locked."""
    for _ in range(3):
        signed(1)
        catch_up(sequencer, address)
    assert len(versions(client, bucket, "checkpoint")) >= 6  # 3 of the head, 3 kept
    locked = unlocked = 0
    for item in versions(client, bucket):
        found = client.get_object(Bucket=bucket, Key=item["Key"], VersionId=item["VersionId"])
        if ".p/" in item["Key"]:
            unlocked += 1
            assert "ObjectLockMode" not in found
        else:
            locked += 1
            assert found["ObjectLockMode"] == "COMPLIANCE"
            left = found["ObjectLockRetainUntilDate"] - datetime.now(UTC)
            assert timedelta(days=2191) < left <= timedelta(days=2192)
    assert locked >= 6
    assert unlocked


def test_outgrown_partial_tiles_are_removed(signed, sequencer, address, client, bucket):
    size = signed(1)
    catch_up(sequencer, address)
    signed(256 - size % 256)
    catch_up(sequencer, address)
    index = f"{size // 256:03}"
    keys = [item["Key"] for item in client.list_objects_v2(Bucket=bucket)["Contents"]]
    assert f"lakeside/tile/0/{index}" in keys
    assert not [key for key in keys if f"tile/0/{index}.p" in key or f"entries/{index}.p" in key]


def test_a_mirror_that_is_ahead_is_noticed(signed, sequencer, address, client, bucket):
    refuse_if_ahead(sequencer, address)
    size = signed(1)
    catch_up(sequencer, address)
    refuse_if_ahead(sequencer, address)
    note = mirror_at(address).read("checkpoint")
    ahead = note.replace(str(size).encode(), b"9" * 9, 1)
    client.put_object(Bucket=bucket, Key="lakeside/checkpoint", Body=ahead)
    with pytest.raises(MirrorAheadOfDatabase, match="999999999"):
        refuse_if_ahead(sequencer, address)


def test_a_rolled_back_head_does_not_hide_what_was_kept(
    signed, sequencer, address, client, bucket, key
):
    """Who may write but not delete puts an old checkpoint over the newest."""
    signed(1)
    catch_up(sequencer, address)
    old = mirror_at(address).read("checkpoint")
    size = signed(1)
    catch_up(sequencer, address)
    client.put_object(Bucket=bucket, Key="lakeside/checkpoint", Body=old)
    assert in_mirror(address, key)[-1].size == size


def test_a_kept_checkpoint_that_was_overwritten_still_counts(
    signed, sequencer, address, client, bucket, key
):
    size = signed(1)
    catch_up(sequencer, address)
    (kept,) = [item["Key"] for item in versions(client, bucket, "checkpoints/")[-1:]]
    client.put_object(Bucket=bucket, Key=kept, Body=b"something else")
    with pytest.raises(NotVerified, match="checkpoints/"):
        in_mirror(address, key)
    assert size


def test_a_kept_checkpoint_that_was_deleted_shows(signed, sequencer, address, client, bucket, key):
    signed(1)
    catch_up(sequencer, address)
    kept = versions(client, bucket, "checkpoints/")[0]["Key"]
    client.delete_object(Bucket=bucket, Key=kept)
    with pytest.raises(NotVerified, match="was deleted; its versions are still there"):
        in_mirror(address, key)


def test_two_writers_cannot_put_an_old_checkpoint_over_a_new_one(signed, sequencer, address):
    signed(1)
    catch_up(sequencer, address)
    slow = mirror_at(address)
    with slow.alone():
        old = slow.read("checkpoint")
        etag = slow._etag
        signed(1)
        catch_up(sequencer, address)
        slow._etag = etag
        with pytest.raises(MirrorUnavailable, match="PreconditionFailed"):
            slow.write([("checkpoint", old)])


# Faults


@pytest.fixture
def quick(monkeypatch):
    """Gives up sooner than in production; clients are made anew with these."""
    monkeypatch.setattr(module, "READ_SECONDS", 3)
    monkeypatch.setattr(module, "ATTEMPTS", 1)


@pytest.mark.parametrize("fault", ["slow", "dropped", "slow down", "denied", "no bucket", "cut"])
def test_a_fault_is_told_and_what_it_left_out_is_made_good(
    signed, sequencer, address, client, bucket, key, s3, quick, tmp_path, fault
):
    signed(2)
    catch_up(sequencer, address)
    size = signed(20)
    s3.fault = lambda method, path: fault if method in ("GET", "PUT") else None
    with pytest.raises(MirrorUnavailable, match="The mirror could not be read or written"):
        catch_up(sequencer, address)
    s3.fault = lambda method, path: None
    assert catch_up(sequencer, address) == size
    assert verify_directory(fetched(client, bucket, tmp_path / "c"), [key]).checkpoint.size == size


@pytest.mark.parametrize("refused", ["tile/0", "tile/entries", "/checkpoint", "checkpoints/"])
def test_cut_off_at_any_object_it_resumes(
    signed, sequencer, address, client, bucket, key, s3, quick, tmp_path, refused
):
    before = signed(2)
    catch_up(sequencer, address)
    size = signed(3)
    s3.fault = lambda method, path: "denied" if method == "PUT" and refused in path else None
    with pytest.raises(MirrorUnavailable, match="AccessDenied"):
        catch_up(sequencer, address)
    head = before if refused != "checkpoints/" else size
    assert mirrored_size(address) == head
    s3.fault = lambda method, path: None
    assert catch_up(sequencer, address) == size
    assert verify_directory(fetched(client, bucket, tmp_path / "c"), [key]).checkpoint.size == size


def test_a_request_that_is_slowed_down_once_is_tried_again(signed, sequencer, address, s3):
    size = signed(2)
    left = ["slow down"]
    s3.fault = lambda method, path: left.pop() if left and method == "PUT" else None
    assert catch_up(sequencer, address) == size


def test_an_object_that_is_cut_off_is_not_taken_for_whole(signed, sequencer, address, s3, quick):
    signed(2)
    catch_up(sequencer, address)
    s3.fault = lambda method, path: "cut" if is_of(path, "/checkpoint") else None
    with pytest.raises(MirrorUnavailable):
        mirror_at(address).read("checkpoint")


def test_a_lock_that_refuses_deletion_does_not_stop_the_mirror(
    signed, sequencer, address, client, bucket, s3, quick
):
    """A bucket whose own rule locks partial tiles as well keeps them; the next round goes on."""
    size = signed(1)
    catch_up(sequencer, address)
    s3.fault = lambda method, path: "locked" if "?delete" in path or method == "DELETE" else None
    full = signed(256 - size % 256)
    assert catch_up(sequencer, address) == full
    assert mirrored_size(address) == full
    assert catch_up(sequencer, address) == full


def test_verify_says_that_a_mirror_could_not_be_read(signed, sequencer, address, key, s3, quick):
    signed(1)
    catch_up(sequencer, address)
    s3.fault = lambda method, path: "denied"
    with pytest.raises(NotVerified, match="AccessDenied"):
        in_mirror(address, key)


@pytest.mark.parametrize(
    "text", ["", "compliance", "compliance:0", "forever:1", "governance:-1", "x:y"]
)
def test_how_long_it_is_locked_must_be_said(s3, settings, text):
    settings.CHAPERONE_MIRROR_RETENTION = text
    with pytest.raises(MirrorMisnamed, match="CHAPERONE_MIRROR_RETENTION"):
        mirror_at("s3://somewhere/else")


def test_an_endpoint_that_is_none(s3, settings):
    settings.CHAPERONE_MIRROR_ENDPOINT = "not an address"
    with pytest.raises(MirrorMisnamed, match="Invalid endpoint"):
        mirror_at("s3://somewhere/else")


def test_an_address_without_a_bucket(s3):
    with pytest.raises(MirrorMisnamed, match="names no bucket"):
        mirror_at("s3:///prefix")


def test_retentions():
    assert Retention.parse("governance:30") == Retention("GOVERNANCE", 30)
    assert Retention.parse("none") is None
