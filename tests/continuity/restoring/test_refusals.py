"""What cannot be restored is refused with a reason, before a byte is written; a cut one says so."""

import os
import random
import subprocess
import sys

import pyrage
import pytest

from chaperone.cli.errors import HalfRestored
from chaperone.cli.folder import DataFolder
from chaperone.continuity.backups.errors import Altered, NotABackup, Truncated, WrongKey
from chaperone.continuity.restoring import errors, filling, fitting
from chaperone.continuity.restoring.place import MARK, Place
from chaperone.crypto.providers.file import FileKeyProvider

pytestmark = pytest.mark.xdist_group("sequencer")
FLIPS = int(os.environ.get("CHAPERONE_PROVE_FLIPS", "12"))


@pytest.fixture
def place(lost):
    with lost.empty_place() as folder:
        yield folder


def refused(lost, place, why, file=None, **options):
    with pytest.raises(why) as reason:
        lost.restore(file or lost.file, place, **options)
    assert not place.exists() or not any(place.iterdir())
    return str(reason.value)


def changed(lost, tmp_path, change):
    content = bytearray(lost.file.read_bytes())
    path = tmp_path / "changed.age"
    path.write_bytes(change(content))
    return path


def test_another_identity(lost, place):
    refused(lost, place, WrongKey, identity=pyrage.x25519.Identity.generate())


def test_another_root_key(lost, place, tmp_path):
    FileKeyProvider.create(tmp_path / "other.key")
    said = refused(lost, place, errors.KeyMissing, root_key=tmp_path / "other.key")
    assert "given: " in said
    refused(lost, place, errors.KeyMissing, root_key=None)


@pytest.mark.parametrize("kept", [0.02, 0.5, 0.999])
def test_the_end_is_missing(lost, place, tmp_path, kept):
    file = changed(lost, tmp_path, lambda content: content[: int(len(content) * kept)])
    refused(lost, place, (Truncated, Altered, NotABackup), file)


def test_any_bit_that_is_flipped(lost, place, tmp_path):
    size, chance = lost.file.stat().st_size, random.Random(7)
    for _ in range(FLIPS):
        at, bit = chance.randrange(size), 1 << chance.randrange(8)

        def flip(content, at=at, bit=bit):
            content[at] ^= bit
            return content

        refused(
            lost, place, (Truncated, Altered, NotABackup, WrongKey), changed(lost, tmp_path, flip)
        )


def test_a_newer_schema_and_one_that_nobody_knows(lost, place):
    file = lost.back_up(migrations={"members": "9999_future"})
    assert "members.9999_future" in refused(lost, place, errors.SchemaNewer, file)
    refused(lost, place, errors.SchemaUnknown, lost.back_up(migrations={}))
    refused(lost, place, errors.DatabaseNewer, lost.back_up(postgresql=990001))


def test_a_place_that_is_not_empty_stays_as_it_is(lost, place):
    place.mkdir()
    (place / "config.json").write_text("theirs")
    with pytest.raises(errors.PlaceNotEmpty):
        lost.restore(lost.file, place)
    assert (place / "config.json").read_text() == "theirs"
    (place / "config.json").unlink()


def test_no_room(lost, place, monkeypatch):
    monkeypatch.setattr(fitting.cluster, "free_megabytes", lambda _: 100)
    assert "100 MB are free" in refused(lost, place, errors.NoRoom)


def test_a_mirror_that_was_altered_is_loud(lost, place):
    bundle = next(path for path in (lost.mirror / "tile" / "entries").rglob("*") if path.is_file())
    content = bundle.read_bytes()
    bundle.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    try:
        assert "does not verify" in refused(lost, place, errors.MirrorAltered)
    finally:
        bundle.write_bytes(content)


def test_a_disk_that_fills_all_the_same_leaves_the_place_empty(lost, place, monkeypatch):
    real = filling._take

    def full(member, refill, at):
        if member.name.startswith("mirror/"):
            raise OSError(28, "No space left on device")
        real(member, refill, at)

    monkeypatch.setattr(filling, "_take", full)
    refused(lost, place, errors.NoRoom)


KILLED = """
import os, signal, sys
from pathlib import Path
from chaperone.continuity.restoring import filling, running
from chaperone.continuity.restoring.place import Place
file, place, identity, root_key, step = sys.argv[1:]
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
if step == "filling":
    filling.Refill.finish = die
else:
    real = Place.step
    Place.step = lambda self, backup, name: die() if name == step else real(self, backup, name)
running.run(Path(file), Path(place), identity=identity, root_key=Path(root_key))
"""
STEPS = os.environ.get("CHAPERONE_PROVE_STEPS", "filling").split(",")


@pytest.mark.parametrize("step", STEPS)
def test_killed_it_says_so_does_not_start_and_begins_anew(lost, place, step):
    told = [str(lost.file), str(place), str(lost.identity), str(lost.root_key), step]
    died = subprocess.run(
        [sys.executable, "-c", KILLED, *told],
        capture_output=True,
        env=os.environ | {"PYTHONPATH": "src"},
    )
    assert died.returncode == -9, died.stderr
    assert (place / MARK).exists()
    with pytest.raises(HalfRestored, match="begins anew"):
        DataFolder(place).check()
    Place(place).check()
    Place(place).begin("again")
    assert not (place / "postgres").exists()
    assert not (place / "config.json").exists()
