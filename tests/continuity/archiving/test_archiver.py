"""The archiver is killed, and its disk is full, at every step: nothing is lost, nothing kept twice."""

import errno
import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest
from pyrage import x25519

from chaperone.continuity.archiving import handing, names, wal
from chaperone.continuity.archiving.archiver import Archiver
from chaperone.continuity.archiving.errors import SegmentChanged
from chaperone.continuity.backups.targets import folder as folders
from chaperone.continuity.backups.targets.folder import FolderTarget

SYSTEM = "00112233445566ff"
KILLS = int(os.environ.get("CHAPERONE_KILLS", "3"))


class Killed(BaseException):
    """Ends the archiver where it stands; nothing of ours catches it."""


class Scene:
    """A cluster's folder with pieces that wait, as PostgreSQL leaves them."""

    def __init__(self, root) -> None:
        self.root = root
        (root / "cluster" / "pg_wal" / "archive_status").mkdir(parents=True)
        (root / "archived").mkdir()
        self.identity = x25519.Identity.generate()
        self.target = FolderTarget(root / "archive")
        self.contents: dict[str, bytes] = {}

    def wants(self, number: int, content: bytes | None = None) -> str:
        name = f"{1:08X}{0:08X}{number:08X}"
        self.contents[name] = content or os.urandom(50_000) + bytes(100_000)
        log = self.root / "cluster" / "pg_wal"
        (log / name).write_bytes(self.contents[name])
        (log / "archive_status" / f"{name}.ready").touch()
        return name

    def kept(self) -> int:
        return sum(1 for _ in self.target.names())

    def asks(self) -> None:
        """PostgreSQL asks for each piece, and is done with what was acknowledged."""
        for file in handing.waiting(self.root / "cluster"):
            if (self.root / "archived" / file.name).exists():
                status = self.root / "cluster" / "pg_wal" / "archive_status"
                (status / f"{file.name}.ready").rename(status / f"{file.name}.done")
                file.unlink()

    def archiver(self, said=None) -> Archiver:
        recipients = [str(self.identity.to_public())]
        return Archiver(
            self.root, SYSTEM, self.target, recipients, (said if said is not None else []).append
        )

    def everything_is_kept_once(self) -> None:
        kept = [name for name in self.target.names() if name.startswith("wal-")]
        assert len(kept) == len(self.contents)
        found = names.read(kept)[SYSTEM].wal
        for name, content in self.contents.items():
            assert wal.fetch(found[name], target=self.target, identity=self.identity) == content


@pytest.fixture
def scene(tmp_path):
    return Scene(tmp_path)


STEPS = {
    "before packing": (wal, "pack"),
    "before writing": (folders, "_write"),
    "while writing": (folders.os, "fsync"),
    "before acknowledging": (handing, "acknowledge"),
    "before tidying": (handing, "forget_asked"),
}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step(scene, monkeypatch, step, after):
    for number in range(3):
        scene.wants(number)
    module, name = STEPS[step]
    real = getattr(module, name)

    def killed(*arguments, **options):
        if after:
            real(*arguments, **options)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(module, name, killed)
        with pytest.raises(Killed):
            scene.archiver().round()
    scene.asks()
    scene.archiver().round()
    scene.asks()
    scene.archiver().round()
    assert handing.waiting(scene.root / "cluster") == []
    assert list((scene.root / "archived").iterdir()) == []
    scene.everything_is_kept_once()


@pytest.mark.parametrize("step", ["before writing", "while writing"])
def test_a_full_disk_at_a_step(scene, monkeypatch, step):
    scene.wants(1)
    said = []
    archiver = scene.archiver(said)
    module, name = STEPS[step]

    def full(*arguments, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(module, name, full)
        assert not archiver.try_round()
    scene.asks()
    assert len(handing.waiting(scene.root / "cluster")) == 1
    assert "No space left" in said[0]
    assert archiver.try_round()
    scene.everything_is_kept_once()


def test_killed_for_good_at_any_moment(scene):
    """kill -9 of a process that archives, again and again."""
    program = textwrap.dedent(f"""
        import pathlib, threading
        from chaperone.continuity.archiving import archiver
        from chaperone.continuity.backups.targets.folder import FolderTarget
        archiver.SECONDS = 0.001
        root = pathlib.Path({str(scene.root)!r})
        target = FolderTarget(root / "archive")
        target.clear()
        print("ready", flush=True)
        archiver.Archiver(root, {SYSTEM!r}, target, [{str(scene.identity.to_public())!r}], print).run(threading.Event())
    """)
    for turn in range(KILLS):
        for number in range(25):
            scene.wants(turn * 25 + number)
        with subprocess.Popen(
            [sys.executable, "-c", program],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": "src"},
        ) as process:
            assert process.stdout.readline() == b"ready\n"
            before = scene.kept()
            until = time.monotonic() + 30
            while scene.kept() < before + 3 + turn:
                assert time.monotonic() < until
            process.send_signal(signal.SIGKILL)
        scene.asks()
    scene.target.clear()
    scene.archiver().round()
    scene.asks()
    assert handing.waiting(scene.root / "cluster") == []
    scene.everything_is_kept_once()


def test_another_content_under_the_same_name_is_refused(scene):
    name = scene.wants(1)
    scene.archiver().round()
    scene.asks()
    scene.archiver().round()
    kept = scene.contents[name]
    scene.wants(1, b"another" * 1000)
    said = []
    assert not scene.archiver(said).try_round()
    assert SegmentChanged.__doc__.split(":")[0] in said[0]
    assert len(handing.waiting(scene.root / "cluster")) == 1
    scene.contents[name] = kept
    scene.everything_is_kept_once()
