"""Killed, or out of room, in every step of a backup: a failed row, no file, and the next run goes on.

The step is walked to in a process of its own, which kills itself there as kill -9 would.
"""

import errno
import io
import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from chaperone.continuity.backups import dump, pipeline, recording
from chaperone.continuity.backups.actions import make, remove, verify
from chaperone.continuity.backups.format import verify as verify_file
from chaperone.continuity.backups.keys import identity_at_hand
from chaperone.continuity.backups.targets import folder
from chaperone.continuity.models import Backup

pytestmark = pytest.mark.xdist_group("backups")
Patch = Callable[[], None]


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(module: Any, name: str, *, nth: int = 1) -> Patch:
    """Dies instead of the nth call."""
    return lambda: _patch(module, name, nth, after=False)


def after(module: Any, name: str, *, nth: int = 1) -> Patch:
    """Dies when the nth call has returned."""
    return lambda: _patch(module, name, nth, after=True)


def _patch(module: Any, name: str, nth: int, *, after: bool) -> None:
    real = getattr(module, name)
    calls = [0]

    def patched(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if calls[0] == nth and not after:
            die()
        found = real(*args, **kwargs)
        if calls[0] == nth:
            die()
        return found

    setattr(module, name, patched)


STEPS: dict[str, Patch] = {
    "the row is there, nothing else": after(make, "_begin"),
    "the snapshot is open": before(pipeline, "_header"),
    "pg_dump begins": before(dump, "program"),
    "pieces of the dump have passed": before(dump, "whole", nth=2),
    "the rows are being counted": before(dump.Snapshot, "rows"),
    "the manifest is written": after(pipeline.format, "seal"),
    "the file is written and not named": before(folder.FolderTarget, "_sync"),
    "the file has its name": after(folder.FolderTarget, "_sync"),
    "the line beside it is written": after(make, "_put_line"),
    "the entry is being appended": before(make, "record"),
}


def killed(patch: Patch, work: Callable[[], object]) -> None:
    """Does the work in a process of its own until it kills itself."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            patch()
            work()
        finally:
            os._exit(3)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"it was not killed: {status}"
    assert os.WTERMSIG(status) == signal.SIGKILL


def backup() -> list[Backup]:
    return make.make_backups(scheduled=True)


def assert_goes_on(data: Any) -> None:
    """The next run is whole, what was killed says why, and no other file is left."""
    (made,) = backup()
    assert made.state == "whole", made.why
    for row in Backup.objects.filter(target=str(data / "backups")).exclude(id=made.id):
        assert row.state == "failed"
        assert "broken off" in row.why
    assert {path.name for path in (data / "backups").iterdir()} == {
        made.name,
        made.name.replace(".age", ".json"),
    }


@pytest.mark.parametrize("step", STEPS)
def test_killed_in_every_step(working, data, step):
    killed(STEPS[step], backup)
    assert Backup.objects.get(target=str(data / "backups")).state == "running"
    for path in (data / "backups").glob("*.age"):
        # What has its name already is whole, whatever came after.
        with path.open("rb") as file:
            verify_file(file, identity_at_hand(data))
    assert_goes_on(data)


def test_killed_while_it_is_verified_or_removed(working, data):
    (first,) = backup()
    killed(before(recording, "record"), lambda: verify.verify_backup(backup=first))
    first.refresh_from_db()
    assert first.verified_at is None
    (second,) = backup()
    killed(
        before(folder.FolderTarget, "remove"),
        lambda: remove.remove_backup(backup=first, reason="tests"),
    )
    first.refresh_from_db()
    assert first.state == "removed"
    # Its file stayed behind, and goes with the next run.
    (third,) = backup()
    left = {path.name for path in (data / "backups").glob("*.age")}
    assert left == {second.name, third.name}


def full(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("step", ["at once", "in the middle", "at the end", "at the line"])
def test_no_room_in_each_step(working, data, monkeypatch, step):
    real, calls = folder._write, []

    def written(path: Any, stream: Any) -> int:
        calls.append(path.name)
        if step == "at once" or (step == "at the line" and len(calls) > 1):
            full()
        if step == "in the middle":
            real(path, io.BytesIO(stream.read(100_000)))
            full()
        size = real(path, stream)
        if step == "at the end":
            full()
        return size

    monkeypatch.setattr(folder, "_write", written)
    (made,) = backup()
    assert made.state == "failed"
    assert "No space left on device" in made.why
    assert list((data / "backups").iterdir()) == []
    monkeypatch.undo()
    (again,) = backup()
    assert again.state == "whole"
