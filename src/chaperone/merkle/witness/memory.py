"""What a witness remembers, in a folder of its own. It never goes back."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from chaperone.merkle.audit.checkpoints import Checkpoint
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.audit.layout import CHECKPOINT, key_change_path
from chaperone.merkle.audit.succession import Succession
from chaperone.merkle.errors import Alarm, MemoryUnusable, MerkleError

EVIDENCE = "evidence"
_NEWEST_SINCE = "newest-since"


class Remembered(NamedTuple):
    """The longest tree that the witness cosigned."""

    note: bytes
    checkpoint: Checkpoint
    since: float
    """When the witness first saw this size, in POSIX seconds."""


class Memory:
    """Opened by `memory_in`, which keeps a second witness out."""

    def __init__(self, folder: Path, keys: list[VerifierKey]) -> None:
        self.folder = folder
        self._keys = keys

    def succession(self) -> Succession:
        """The keys that were given, and the key changes seen so far. Raises MemoryUnusable."""
        statements: list[bytes] = []
        while (path := self.folder / key_change_path(len(statements))).exists():
            statements.append(path.read_bytes())
        try:
            return Succession.follow(self._keys, statements)
        except MerkleError as error:
            raise MemoryUnusable(f"({path.parent}: {error})") from error

    def newest(self) -> Remembered | None:
        """None before the first one. Raises MemoryUnusable."""
        try:
            note = (self.folder / CHECKPOINT).read_bytes()
            since = json.loads((self.folder / _NEWEST_SINCE).read_bytes())
            checkpoint = self.succession().open(note)
            if since["size"] != checkpoint.size:  # cut off between the two
                since["time"] = (self.folder / CHECKPOINT).stat().st_mtime
            return Remembered(note, checkpoint, float(since["time"]))
        except FileNotFoundError:
            if (self.folder / CHECKPOINT).exists():
                raise MemoryUnusable(f"({self.folder / _NEWEST_SINCE} is missing)") from None
            return None
        except (ValueError, KeyError, TypeError, MerkleError) as error:
            raise MemoryUnusable(f"({self.folder}: {error})") from error

    def remember(self, note: bytes, checkpoint: Checkpoint, now: float) -> None:
        """Keeps a cosigned checkpoint, on the disk when this returns. Raises MemoryUnusable."""
        before = self.newest()
        if before and checkpoint.size < before.checkpoint.size:
            raise MemoryUnusable(f"(from {before.checkpoint.size} back to {checkpoint.size})")
        if before is None or checkpoint.size > before.checkpoint.size:
            since = json.dumps({"size": checkpoint.size, "time": now})
            _write(self.folder / _NEWEST_SINCE, since.encode())
        _write(self.folder / CHECKPOINT, note)

    def remember_key_change(self, statement: bytes) -> None:
        """Keeps one more key change."""
        number = len(self.succession().changes)
        _write(self.folder / key_change_path(number), statement)

    def keep_evidence(self, alarm: Alarm) -> Path:
        """Keeps the signed notes that show what happened; returns their folder."""
        moment = datetime.now(UTC)
        folder = self.folder / EVIDENCE / f"{moment:%Y%m%dT%H%M%S.%fZ}-{type(alarm).__name__}"
        _write(folder / "alarm", f"{moment.isoformat()}\n{alarm}\n".encode())
        for name, note in (("remembered", alarm.remembered), ("found", alarm.found)):
            if note:
                _write(folder / name, note)
        return folder


@contextmanager
def memory_in(folder: Path, keys: list[VerifierKey]) -> Iterator[Memory]:
    """The memory in a folder, for one witness at a time. Raises MemoryUnusable, OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield Memory(folder, keys)
    except BlockingIOError:
        raise MemoryUnusable(f"({folder}: another witness works with it)") from None
    finally:
        os.close(handle)


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, and on the disk when this returns."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    for folder in (path.parent, path.parent.parent):
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
