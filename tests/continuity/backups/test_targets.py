"""Places for backups: a folder, and S3 on the loopback interface that fails as it is told."""

import hashlib
import io
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest

from chaperone.continuity.backups.errors import (
    BackupError,
    FileThere,
    NoSuchFile,
    TargetMisnamed,
    TargetUnavailable,
)
from chaperone.continuity.backups.streams import pieces
from chaperone.continuity.backups.targets import Place, bucket_of, s3, target_at
from chaperone.ledger.mirrors.s3 import Retention
from tests.fakes.faulty_s3 import FaultyS3, faulty_s3

BUCKET = "backups-of-lakeside"


class Broken:
    """A stream that breaks off after some bytes."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1) -> bytes:
        if self.left <= 0:
            raise BackupError("the dump ended")
        self.left -= 1000
        return b"x" * 1000


@pytest.fixture
def folder(tmp_path: Path) -> Any:
    return target_at(Place(str(tmp_path / "backups")))


def content(target: Any, name: str) -> bytes:
    with target.open(name) as stream:
        return stream.read()


def test_a_folder_keeps_files_whole_and_for_us_alone(folder):
    assert list(folder.names()) == []
    assert folder.put("a.age", io.BytesIO(b"hello")) == 5
    assert content(folder, "a.age") == b"hello"
    assert list(folder.names()) == ["a.age"]
    assert (folder.root / "a.age").stat().st_mode & 0o777 == 0o600
    assert folder.root.stat().st_mode & 0o777 == 0o700


def test_nothing_is_written_over(folder):
    folder.put("a.age", io.BytesIO(b"hello"))
    with pytest.raises(FileThere):
        folder.put("a.age", io.BytesIO(b"other"))
    assert content(folder, "a.age") == b"hello"


def test_what_breaks_off_leaves_nothing(folder):
    with pytest.raises(BackupError, match="the dump ended"):
        folder.put("a.age", Broken(5000))
    assert list(folder.root.iterdir()) == []


def test_what_a_kill_left_is_cleared_and_never_listed(folder):
    folder.put("a.age", io.BytesIO(b"hello"))
    (folder.root / "b.age.partial").write_bytes(b"half")
    assert list(folder.names()) == ["a.age"]
    assert folder.clear() == 1
    assert [path.name for path in folder.root.iterdir()] == ["a.age"]


def test_removing_twice_is_removing_once(folder):
    folder.put("a.age", io.BytesIO(b"hello"))
    folder.remove("a.age")
    folder.remove("a.age")
    with pytest.raises(NoSuchFile):
        folder.open("a.age")


@pytest.mark.parametrize("name", ["../a", "", ".hidden", "a/b"])
def test_a_name_stays_in_its_folder(folder, name):
    with pytest.raises(NoSuchFile):
        folder.open(name)


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path):
    """A limit on the size of files, as a full disk would have it, in a process of its own."""
    script = f"""
import io, resource, signal, sys
from chaperone.continuity.backups.errors import TargetUnavailable
from chaperone.continuity.backups.streams import pieces
from chaperone.continuity.backups.targets import Place, target_at
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    target_at(Place({str(tmp_path / "b")!r})).put("a.age", io.BytesIO(b"x" * 300_000))
except TargetUnavailable as problem:
    print(problem)
"""
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "File too large" in said.stdout
    assert list((tmp_path / "b").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(TargetUnavailable):
        target_at(Place(str(tmp_path / "file" / "below"))).put("a.age", io.BytesIO(b"x"))


# ---- S3


@pytest.fixture(scope="module")
def fake() -> Iterator[FaultyS3]:
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict(zip(names, ("tests", "tests", "us-east-1"), strict=True)))
    with faulty_s3() as served:
        yield served
    for name, value in before.items():
        os.environ.pop(name, None) if value is None else os.environ.update({name: value})


@pytest.fixture
def client(fake: FaultyS3) -> Any:
    fake.fault = lambda method, path: None
    made = boto3.client("s3", endpoint_url=fake.endpoint)
    if BUCKET not in {each["Name"] for each in made.list_buckets()["Buckets"]}:
        made.create_bucket(Bucket=BUCKET, ObjectLockEnabledForBucket=True)
    fake.asked.clear()
    return made


@pytest.fixture
def bucket(fake: FaultyS3, client: Any, request: pytest.FixtureRequest, monkeypatch) -> Any:
    monkeypatch.setattr(s3, "ATTEMPTS", 1)
    monkeypatch.setattr(s3, "READ_SECONDS", 5)
    place = Place(
        f"s3://{BUCKET}/{request.node.name[:40]}", "us-east-1", fake.endpoint, "governance:35"
    )
    return target_at(place)


def test_a_bucket_keeps_what_comes_in_parts(bucket, client, monkeypatch):
    monkeypatch.setattr(s3, "PART", 5 << 20)
    data = random.Random(1).randbytes((11 << 20) + 7)
    assert bucket.put("a.age", io.BytesIO(data)) == len(data)
    with bucket.open("a.age") as stream:
        found = hashlib.sha256()
        while piece := stream.read(1 << 20):
            found.update(piece)
    assert found.hexdigest() == hashlib.sha256(data).hexdigest()
    assert list(bucket.names()) == ["a.age"]


def test_what_is_begun_is_locked(bucket):
    """Looked for in what is sent: moto does not lock what comes in parts."""
    sent: list[dict[str, str]] = []
    events = bucket._client.meta.events
    events.register(
        "before-call.s3.CreateMultipartUpload", lambda params, **_: sent.append(params["headers"])
    )
    bucket.put("a.age", io.BytesIO(b"hello"))
    assert sent[0]["x-amz-object-lock-mode"] == "GOVERNANCE"
    until = datetime.fromisoformat(sent[0]["x-amz-object-lock-retain-until-date"])
    assert timedelta(days=34) < until - datetime.now(UTC) <= timedelta(days=35)


def test_an_empty_stream_is_an_empty_object(bucket):
    assert bucket.put("empty", io.BytesIO(b"")) == 0
    assert content(bucket, "empty") == b""


def test_a_bucket_is_not_written_over(bucket):
    bucket.put("a.age", io.BytesIO(b"hello"))
    with pytest.raises(FileThere):
        bucket.put("a.age", io.BytesIO(b"other"))


def test_what_breaks_off_is_no_object_and_leaves_no_upload(bucket, client):
    with pytest.raises(BackupError, match="the dump ended"):
        bucket.put("a.age", Broken(5000))
    assert list(bucket.names()) == []
    assert "Uploads" not in client.list_multipart_uploads(Bucket=BUCKET)


def test_what_a_kill_left_is_aborted(bucket, client):
    key = f"{bucket.name.partition(BUCKET)[2][1:]}/b.age"
    client.create_multipart_upload(Bucket=BUCKET, Key=key)
    assert bucket.clear() == 1
    assert "Uploads" not in client.list_multipart_uploads(Bucket=BUCKET)


@pytest.mark.parametrize("fault", ["slow down", "denied", "no bucket", "dropped"])
@pytest.mark.parametrize("when", ["POST", "PUT"])
def test_a_store_that_fails_is_told_and_keeps_nothing(bucket, fake, fault, when):
    fake.fault = lambda method, path: fault if method == when else None
    with pytest.raises(TargetUnavailable):
        bucket.put("a.age", io.BytesIO(b"hello"))
    fake.fault = lambda method, path: None
    assert list(bucket.names()) == []


def test_removing_hides_what_the_lock_keeps(bucket, client):
    bucket.put("a.age", io.BytesIO(b"hello"))
    bucket.remove("a.age")
    bucket.remove("a.age")
    assert list(bucket.names()) == []
    with pytest.raises(NoSuchFile), bucket.open("a.age"):
        pass
    prefix = bucket.name.partition(BUCKET)[2][1:]
    assert len(client.list_object_versions(Bucket=BUCKET, Prefix=prefix)["Versions"]) == 1


def test_an_object_that_is_cut_on_the_way_is_told(bucket, fake):
    bucket.put("a.age", io.BytesIO(b"hello" * 1000))
    fake.fault = lambda method, path: "cut" if method == "GET" else None
    with pytest.raises(TargetUnavailable), bucket.open("a.age") as stream:
        b"".join(pieces(stream))


@pytest.mark.parametrize(
    "lock", ["", "forever", "compliance:0", "governance:x", "compliance:36501"]
)
def test_a_lock_must_be_said(lock):
    with pytest.raises(TargetMisnamed):
        target_at(Place("s3://bucket/x", "us-east-1", "", lock))


def test_none_is_a_lock_that_was_said():
    assert Retention.parse("none") is None
    assert bucket_of(Place("s3://bucket/x")) == "bucket"
    assert bucket_of(Place("/var/backups")) is None
