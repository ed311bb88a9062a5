"""A real server, its log in the archive, and back to a moment."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from pyrage import x25519

from chaperone.continuity.archiving import names, recovering
from chaperone.continuity.archiving.archiver import lag
from chaperone.continuity.archiving.errors import (
    NoBase,
    PlaceTaken,
    SegmentUnsuitable,
    TimeNotReached,
)
from chaperone.continuity.archiving.pruning import prune
from chaperone.database.server import Server

pytestmark = pytest.mark.xdist_group("archived")


@pytest.fixture(scope="module")
def history(archived):
    """Moments: before any copy, after the copy, after row 1, after row 2."""
    before = datetime.now(UTC)
    archived.base()
    one = archived.write(1)
    two = archived.write(2)
    archived.write(3)
    archived.end_piece()
    archived.archiver.round()
    return before, one, two


@pytest.fixture
def recover(archived, history):
    made = []

    def run(**choices):
        folder = archived.root / f"recovered-{len(made)}"
        server = Server(folder, password_file=folder.with_suffix(".password"))
        made.append(server)
        options = {"target": archived.target, "identity": archived.identity} | choices
        return recovering.recover(
            folder=folder, password_file=server.password_file, **options
        ), server

    yield run
    for server in made:
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)
    made.clear()


def test_back_to_a_moment(archived, history, recover):
    _, one, _ = history
    found, server = recover(to=one)
    assert archived.rows(server) == [1]
    assert found.reached <= one
    assert found.pieces >= 1
    # As it will run from now on: a password, and no trace of the recovery.
    left = {path.name for path in server.folder.resolve().iterdir()}
    assert not left & {"wanted", "given", "absent", "failed", "recovery_hba.conf"}
    assert server.password_file.stat().st_mode & 0o777 == 0o600


def test_everything_that_is_there(archived, recover):
    _, server = recover()
    assert archived.rows(server) == [1, 2, 3]


def test_what_cannot_be_reached_is_said_and_leaves_nothing(archived, history, recover):
    before, *_ = history
    with pytest.raises(NoBase, match="first moment"):
        recover(to=before)
    with pytest.raises(TimeNotReached, match="last transaction"):
        recover(to=datetime.now(UTC) + timedelta(days=1))
    with pytest.raises(SegmentUnsuitable):
        recover(identity=x25519.Identity.generate())
    with pytest.raises(NoBase, match="holds these"):
        recover(system="0" * 16)
    assert not list(archived.root.glob("recovered-*/*"))


def test_a_place_that_is_not_empty_is_left_alone(archived, history):
    folder = archived.root / "taken"
    folder.mkdir(exist_ok=True)
    (folder / "theirs").write_text("x")
    with pytest.raises(PlaceTaken):
        recovering.recover(
            target=archived.target,
            folder=folder,
            password_file=archived.root / "p",
            identity=archived.identity,
        )
    assert (folder / "theirs").read_text() == "x"


@pytest.mark.parametrize("kind", ["wal", "copy"])
def test_a_changed_file_is_not_recovered_from(archived, history, recover, kind):
    path = min(archived.target.root.glob(f"{kind}-*"), key=lambda found: found.name)
    if kind == "wal":
        path = max(archived.target.root.glob("wal-*"), key=lambda found: found.name)
    good = path.read_bytes()
    try:
        for changed in (good[:-1], good[:-20] + bytes([good[-20] ^ 1]) + good[-19:]):
            path.write_bytes(changed)
            with pytest.raises(SegmentUnsuitable):
                recover()
    finally:
        path.write_bytes(good)
    assert not list(archived.root.glob("recovered-*/*"))


def test_a_target_that_fails_loses_nothing_and_is_said(archived, history):
    root = archived.target.root
    archived.said.clear()
    archived.write(10)
    archived.end_piece()
    aside = root.with_name("away")
    root.rename(aside)
    root.write_text("no folder")
    try:
        assert not archived.archiver.try_round()
        assert not archived.archiver.try_round()
        folder, cluster = archived.archiver.folder, archived.archiver.cluster
        waits = lag(folder, cluster, now=datetime.now(UTC) + timedelta(seconds=30))
        assert waits.pieces >= 1
        assert 29 < waits.seconds < 300
    finally:
        root.unlink()
        aside.rename(root)
    assert archived.archiver.try_round()
    assert lag(folder, cluster, now=datetime.now(UTC)) == (0, 0.0)
    assert len(archived.said) == 2
    assert "stands still" in archived.said[0]
    assert "none is lost" in archived.said[0]
    assert "works again" in archived.said[1]


def test_pruning_keeps_what_reaches_back(archived, history, recover):
    _, one, _ = history
    archived.end_piece()
    archived.archiver.round()
    second = archived.base()
    archived.write(20)
    archived.end_piece()
    archived.archiver.round()
    system = archived.archiver.system
    before = set(archived.target.names())
    assert prune(archived.target, system=system, since=second.ended_at - timedelta(seconds=1)) == 0
    assert set(archived.target.names()) == before
    assert (
        prune(archived.target, system=system, since=datetime.now(UTC) + timedelta(seconds=5)) >= 2
    )
    left = names.read(archived.target.names())[system]
    assert left.bases == [second]
    assert left.copies == [second.copy]
    _, server = recover()
    assert 20 in archived.rows(server)
    with pytest.raises(NoBase):
        recover(to=one)
