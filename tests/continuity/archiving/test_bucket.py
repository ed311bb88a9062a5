"""The archive in a bucket: the same pieces and copies, behind a gate, and what fails is told as that."""

import io
import os
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from django.db import connections
from psycopg.conninfo import make_conninfo

from chaperone.continuity.archiving import checking, names
from chaperone.continuity.archiving.gating import Gated, gated
from chaperone.continuity.archiving.pruning import prune
from chaperone.continuity.backups.errors import NotCovered, TargetUnavailable
from chaperone.continuity.backups.targets import Place, s3, target_at
from tests.continuity.copies.archives import SYSTEM, Archive
from tests.fakes.faulty_s3 import faulty_s3

pytestmark = pytest.mark.xdist_group("archived")
BUCKET = "archive-of-lakeside"


@pytest.fixture(scope="module")
def store():
    """S3 with a bucket that locks."""
    with pytest.MonkeyPatch.context() as patch, faulty_s3() as fake:
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setattr(s3, "ATTEMPTS", 1)
        made = boto3.client("s3", region_name="us-east-1", endpoint_url=fake.endpoint)
        made.create_bucket(Bucket=BUCKET, ObjectLockEnabledForBucket=True)
        fake.client = made
        yield fake


@pytest.fixture
def archive(store, request):
    place = Place(f"s3://{BUCKET}/{request.node.name}", "us-east-1", store.endpoint, "governance:8")
    store.fault = lambda method, path: None
    return Archive(target_at(place))


def ago(**how):
    return datetime.now(UTC) - timedelta(**how)


def test_what_is_kept_there_is_read_and_checked(archive):
    base = archive.base(7, ago(hours=1))
    for number in (7, 8):
        archive.piece(number)
    found = names.read(archive.target.names())[SYSTEM]
    assert found.bases == [base]
    checked = checking.check(found, base, target=archive.target, identity=archive.identity)
    assert (checked.version, checked.pieces) == (18, 2)
    assert checked.packed == archive.target.size(base.copy.name)


def test_what_is_pruned_stays_locked_behind_its_mark(archive, store):
    old = archive.base(7, ago(days=9))
    kept = archive.base(9, ago(days=8))
    archive.piece(7)
    archive.piece(9)
    assert prune(archive.target, system=SYSTEM, since=ago(days=7)) == 3
    left = names.read(archive.target.names())[SYSTEM]
    assert (left.bases, list(left.wal)) == ([kept], [archive_segment(9)])
    prefix = archive.target.name.partition(BUCKET)[2].strip("/")
    versions = store.client.list_object_versions(Bucket=BUCKET, Prefix=prefix)["Versions"]
    assert any(old.copy.name in each["Key"] for each in versions)


def archive_segment(number):
    return f"{1:08X}{0:08X}{number:08X}"


def test_a_store_that_breaks_off_is_no_altered_piece(archive, store):
    base = archive.base(7, ago(hours=1))
    archive.piece(7)
    found = names.read(archive.target.names())[SYSTEM]
    for fault in ("slow down", "cut"):
        store.fault = lambda method, path, fault=fault: fault if "copy-" in path else None
        with pytest.raises(TargetUnavailable):
            checking.check(found, base, target=archive.target, identity=archive.identity)


def test_the_gate_is_asked_before_anything_goes_and_once_a_minute(archive):
    asked = []
    open_ = Gated(archive.target, lambda: asked.append(1))
    open_.put("wal-x", io.BytesIO(b"x"))
    open_.put("wal-y", io.BytesIO(b"y"))
    assert asked == [1]
    assert sorted(open_.names()) == ["wal-x", "wal-y"]

    def refuse():
        raise NotCovered

    with pytest.raises(NotCovered):
        Gated(archive.target, refuse).put("wal-z", io.BytesIO(b"z"))
    assert sorted(archive.target.names()) == ["wal-x", "wal-y"]


def test_without_an_agreement_nothing_goes_into_a_bucket(db, archive):
    name = connections["default"].settings_dict["NAME"]
    dsn = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=name)
    place = Place(archive.target.name, "us-east-1", "http://127.0.0.1:9", "none")
    with pytest.raises(NotCovered, match="keeps your backups"):
        gated(place, dsn).put("wal-x", io.BytesIO(b"x"))
    away = make_conninfo(dsn, host="127.0.0.1", port=9, connect_timeout=2)
    with pytest.raises(TargetUnavailable):
        gated(place, away).put("wal-x", io.BytesIO(b"x"))
    assert gated(Place("/srv/log"), away).name == "/srv/log"
