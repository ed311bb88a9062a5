"""What a running installation tells about itself: DATA/run/supervisor.json and a lock."""

import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chaperone.cli.errors import AlreadyRunning
from chaperone.cli.folder import DataFolder
from chaperone.files.private import write_private


@dataclass(slots=True)
class Lock:
    """Held by the one supervisor of a data folder; the kernel frees it when that dies."""

    descriptor: int

    def release(self) -> None:
        """Let the next supervisor in."""
        os.close(self.descriptor)


def take_lock(folder: DataFolder) -> Lock:
    """Become the supervisor of the folder. Raises AlreadyRunning."""
    descriptor = os.open(_lock_file(folder), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise AlreadyRunning(folder=folder.root, pid=supervisor(folder) or "unknown") from error
    os.truncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return Lock(descriptor)


def supervisor(folder: DataFolder) -> int | None:
    """The process id of the running supervisor; None when there is none."""
    try:
        descriptor = os.open(_lock_file(folder), os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return int(os.pread(descriptor, 20, 0) or 0) or None
    finally:
        os.close(descriptor)
    return None


def write(folder: DataFolder, state: dict[str, Any]) -> None:
    """Tell what runs now."""
    write_private(_state_file(folder), json.dumps(state, indent=1) + "\n")


def read(folder: DataFolder) -> dict[str, Any]:
    """What runs now: {"url", "healthy", "processes"}; empty when nothing does."""
    if supervisor(folder) is None:
        return {}
    try:
        found: dict[str, Any] = json.loads(_state_file(folder).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


def clear(folder: DataFolder) -> None:
    """Nothing runs any more."""
    _state_file(folder).unlink(missing_ok=True)


def demo(folder: DataFolder) -> dict[str, Any]:
    """Who can sign in to the demo; empty without a demo."""
    try:
        found: dict[str, Any] = json.loads(folder.demo.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


def _lock_file(folder: DataFolder) -> Path:
    return folder.run / "supervisor.lock"


def _state_file(folder: DataFolder) -> Path:
    return folder.run / "supervisor.json"
