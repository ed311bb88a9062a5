"""Back to a moment: the archive's database, the backup's keys and files, and the record that goes on."""

import io
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pyrage
import pytest

from chaperone.cli.errors import HalfRestored
from chaperone.cli.folder import DataFolder
from chaperone.continuity.archiving import names
from chaperone.continuity.archiving.errors import (
    NoBase,
    NotForThisKey,
    PieceMissing,
    SegmentUnsuitable,
    TimeNotCome,
    TimeNotReached,
)
from chaperone.continuity.archiving.packing import pack
from chaperone.continuity.backups.targets.folder import FolderTarget
from chaperone.continuity.restoring import errors, fitting
from chaperone.continuity.restoring.databases import Moment
from chaperone.continuity.restoring.place import MARK, Place
from chaperone.merkle.audit.directory import verify_directory
from chaperone.merkle.audit.keys import VerifierKey
from tests.continuity.restoring.test_restored_past import as_login

pytestmark = pytest.mark.xdist_group("sequencer")


@pytest.fixture(scope="module")
def lived(committing, tmp_path_factory):
    """A backup and a copy of the files; a text that was answered; the moment; then one says STOP."""
    from chaperone.ledger import log_key
    from tests.cast import kristopher, ursula
    from tests.continuity.restoring.lived import living
    from tests.continuity.restoring.scene import Lost
    from tests.conversations.scene import Scene

    with committing() as name:
        folder = tmp_path_factory.mktemp("lost")
        (folder / "keys").mkdir()
        log_key.create(folder / "keys" / "log.key", UUID(int=1))
        lost, scene = Lost(name, folder), Scene(as_login)
        lost.sequence()
        first = lost.back_up()
        with lost.empty_place() as place, living(lost, first, place) as here:
            lost.sequence()
            file = lost.back_up()
            before = here.now()
            here.copy()
            scene.text(ursula, "What foods are high in fiber?")
            scene.answer()
            lost.sequence()
            then = here.now()
            scene.text(kristopher, "STOP")
            scene.answer()
            size = lost.sequence()
            here.archive()
        yield SimpleNamespace(
            lost=lost, file=file, before=before, then=then, size=size, archive=here.target
        )


@pytest.fixture(scope="module")
def restored(lived):
    from tests.continuity.restoring.scene import started

    with lived.lost.empty_place() as place:
        report = lived.lost.restore(lived.file, place, moment=Moment(lived.archive, lived.then))
        with started(place):
            yield SimpleNamespace(place=place, report=report)


def test_it_is_of_that_moment_and_the_record_goes_on(lived, restored):
    key = VerifierKey.parse(lived.lost.log_key.with_suffix(".pub").read_text())
    outside = verify_directory(lived.lost.mirror, [key]).checkpoint
    assert outside.size == lived.size
    found = verify_directory(restored.place / "mirror", [key], seen=[outside])
    (epoch,) = found.restorations
    assert (epoch.kept, epoch.lost, epoch.unread) == (outside.size, 0, ())
    assert epoch.backup < outside.size
    report = restored.report
    assert report.settled["gap"] == epoch.kept - epoch.backup
    assert report.at == lived.then.isoformat()
    assert report.base.startswith("base-")
    assert report.rows > 1000
    assert report.settled["sample"] == 2


def test_what_was_said_until_then_is_there_and_who_said_stop_since_gets_no_text(restored):
    from chaperone.conversations.models import Message
    from chaperone.members.models import Member, Suppression
    from tests.cast import LAKESIDE, inside, kristopher, ursula

    with inside(LAKESIDE):
        # More than the backup holds, which was made before she wrote.
        assert Message.objects.filter(member=ursula.member).count() >= 2
        assert Suppression.objects.filter(phone_index=kristopher.member.phone_index).exists()
    assert sum(restored.report.settled["repeated"].values()) == 1
    # Roles and row security came with the files: no context, no rows.
    assert Member.objects.count() == 0


def test_the_row_of_the_restore_says_from_what(restored):
    from chaperone.continuity.models import Restoration

    with as_login("worker"):
        row = Restoration.objects.get()
    assert (row.base, row.backup_id) == (restored.report.base, restored.report.backup)
    assert row.backup_at.isoformat() == restored.report.at


@pytest.fixture
def place(lived):
    with lived.lost.empty_place() as folder:
        yield folder


@pytest.fixture
def refused(lived, place):
    def run(why, to, archive=None, **options):
        moment = Moment(archive or lived.archive, to)
        with pytest.raises(why) as reason:
            lived.lost.restore(lived.file, place, moment=moment, **options)
        assert not place.exists() or not any(place.iterdir())
        return str(reason.value)

    return run


@pytest.fixture
def copied(lived, tmp_path):
    """An archive to spoil: its files are links, so whoever changes one replaces it."""
    for name in lived.archive.names():
        (tmp_path / name).hardlink_to(lived.archive.root / name)
    return FolderTarget(tmp_path)


def spoilt(target, start):
    """The last of these files, with one bit of it flipped."""
    path = max(target.root.glob(f"{start}-*"))
    content = bytearray(path.read_bytes())
    content[-40] ^= 1
    path.unlink()
    path.write_bytes(content)
    return path


def test_before_the_first_copy_and_in_the_future(lived, refused):
    assert "The first moment is" in refused(NoBase, lived.before)
    refused(TimeNotCome, datetime.now(UTC) + timedelta(hours=1))


def test_after_the_last_piece(refused):
    assert "last transaction" in refused(TimeNotReached, datetime.now(UTC))


def test_another_root_key_and_an_archive_for_another_identity(lived, refused, copied, tmp_path):
    refused(errors.KeyMissing, lived.then, root_key=None)
    other = [str(pyrage.x25519.Identity.generate().to_public())]
    copy = next(copied.root.glob("copy-*"))
    copy.unlink()
    with copy.open("wb") as file:
        pack(io.BytesIO(b"x"), file, other)
    refused(NotForThisKey, lived.then, copied)


@pytest.mark.parametrize("kind", ["wal", "copy"])
def test_a_flipped_bit(lived, refused, copied, kind):
    spoilt(copied, kind)
    refused(SegmentUnsuitable, lived.then, copied)


def test_a_missing_piece(lived, refused, copied):
    (contents,) = names.read(copied.names()).values()
    pieces = sorted(each.name for each in contents.wal.values() if len(each.segment) == 24)
    assert len(pieces) >= 3
    copied.remove(pieces[-2])
    assert pieces[-2].split("-")[2][8:] in refused(PieceMissing, lived.then, copied)
    refused(PieceMissing, None, copied)


def test_no_archive_and_one_of_another_database(lived, refused, copied, tmp_path):
    assert "none" in refused(NoBase, lived.then, FolderTarget(tmp_path / "nothing"))
    for path in list(copied.root.iterdir()):
        path.rename(
            path.with_name(
                "-".join([*path.name.split("-")[:1], "0" * 16, *path.name.split("-")[2:]])
            )
        )
    assert "0" * 16 in refused(NoBase, lived.then, copied)


def test_no_room_and_a_place_that_is_not_empty(lived, place, refused, monkeypatch):
    monkeypatch.setattr(fitting.cluster, "free_megabytes", lambda _: 100)
    assert "100 MB are free" in refused(errors.NoRoom, lived.then)
    place.mkdir()
    (place / "config.json").write_text("theirs")
    with pytest.raises(errors.PlaceNotEmpty):
        lived.lost.restore(lived.file, place, moment=Moment(lived.archive, lived.then))
    assert (place / "config.json").read_text() == "theirs"
    (place / "config.json").unlink()


KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from chaperone.continuity.archiving import recovering
from chaperone.continuity.backups.targets.folder import FolderTarget
from chaperone.continuity.restoring import running
from chaperone.continuity.restoring.databases import Moment
from chaperone.continuity.restoring.place import Place
file, place, identity, root_key, archive, to, step = sys.argv[1:]
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
def after(real):
    return lambda *given, **named: (real(*given, **named), die())
if step == "unpacked":
    recovering._unpack_base = after(recovering._unpack_base)
elif step == "given":
    recovering.Giver._put = after(recovering.Giver._put)
elif step == "replayed":
    recovering._set_password = die
elif step == "recovered":
    recovering.recover = after(recovering.recover)
else:
    real = Place.step
    Place.step = lambda self, backup, name: die() if name == step else real(self, backup, name)
moment = Moment(FolderTarget(Path(archive)), datetime.fromisoformat(to))
running.run(
    Path(file), Path(place), identity=identity, root_key=Path(root_key), moment=moment
)
"""
STEPS = os.environ.get("CHAPERONE_PROVE_STEPS", "given,recovered").split(",")
"""Of unpacked, given, replayed, recovered, database, upgrade, settle, verify."""


def killed(lived, place, step):
    """A restore in a process of its own, which dies at this step."""
    keys = [str(lived.lost.identity), str(lived.lost.root_key)]
    archive = [str(lived.archive.root), lived.then.isoformat()]
    died = subprocess.run(
        [sys.executable, "-c", KILLED, str(lived.file), str(place), *keys, *archive, step],
        capture_output=True,
        env=os.environ | {"PYTHONPATH": "src"},
    )
    assert died.returncode == -9, died.stderr
    assert (place / MARK).exists()
    with pytest.raises(HalfRestored, match="begins anew"):
        DataFolder(place).check()


@pytest.mark.parametrize("step", STEPS)
def test_killed_it_says_so_does_not_start_and_begins_anew(lived, place, step):
    before = sorted(lived.archive.names())
    killed(lived, place, step)
    Place(place).check()
    Place(place).begin("again")
    assert not (place / "postgres").exists()
    assert not (place / "config.json").exists()
    assert sorted(lived.archive.names()) == before


def test_killed_while_its_server_ran_the_same_command_goes_through(lived, place):
    killed(lived, place, "replayed")
    report = lived.lost.restore(lived.file, place, moment=Moment(lived.archive, lived.then))
    assert report.at == lived.then.isoformat()
    assert report.settled["sample"] == 2
    DataFolder(place).check()
