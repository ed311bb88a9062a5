"""Writing the journal: a line is on disk before ``append`` returns, or it raises."""

import fcntl
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from chaperone.continuity.emergency.errors import (
    JournalAltered,
    JournalClosed,
    JournalInUse,
    JournalMissing,
    JournalUnwritable,
)
from chaperone.continuity.emergency.journal.lines import FIRST, FORMAT, written
from chaperone.continuity.emergency.journal.reading import END, HEAD, Read, read
from chaperone.files.private import sync_folder

_PRIVATE = 0o600


class Journal:
    """The one writer of a journal file. Safe to use from several threads."""

    def __init__(self, path: Path, descriptor: int, key: bytes, found: Read | None) -> None:
        self.path = path
        self._descriptor = descriptor
        self._key = key
        self._size = found.good_bytes if found else 0
        self._number = found.next_number if found else 0
        self._link = found.link if found else FIRST
        self._lock = Lock()
        self._spoilt = ""

    @classmethod
    def create(cls, path: Path, key: bytes, head: Mapping[str, Any]) -> "Journal":
        """A new journal with its first line. Raises ``JournalUnwritable``."""
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _PRIVATE)
        except OSError as problem:
            raise JournalUnwritable(f"({path}: {problem.strerror})") from problem
        journal = cls(path, _locked(descriptor), key, None)
        journal.append(HEAD, format=FORMAT, **head)
        sync_folder(path.parent)
        return journal

    @classmethod
    def resume(cls, path: Path, key: bytes) -> "tuple[Journal, Read]":
        """Goes on with a journal whose writer has ended, and what it says so far.

        What a writer that was killed left half-written is cut off: nothing was shown for it.
        Raises ``JournalInUse``, ``JournalAltered``, ``JournalClosed``, ``JournalMissing``,
        ``JournalUnwritable``.
        """
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError as problem:
            raise JournalMissing(f"({path})") from problem
        except OSError as problem:
            raise JournalUnwritable(f"({path}: {problem.strerror})") from problem
        _locked(descriptor)
        try:
            found = _unfinished(path, key)
            if found.torn:
                os.ftruncate(descriptor, found.good_bytes)
                os.fsync(descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        return cls(path, descriptor, key, found), found

    @property
    def records(self) -> int:
        """How many lines follow the head."""
        return self._number - 1

    def append(self, kind: str, **said: Any) -> int:
        """Writes a line and returns its number once it is on disk.

        Raises ``JournalUnwritable`` where it is not, and ``JournalAltered`` where the file was
        removed, exchanged, cut, made longer or exposed since the last line.
        """
        with self._lock:
            if self._spoilt:
                raise JournalUnwritable(self._spoilt)
            self._check(self._size)
            raw, link = written(self._key, self._link, {"n": self._number, "kind": kind, **said})
            self._write(raw)
            self._size += len(raw)
            # Removed while it was written, it would be on no disk.
            self._check_once_more()
            self._link = link
            self._number += 1
            return self._number - 1

    def end(self) -> int:
        """Writes the exit record with the count of all before it; the file is read-only then."""
        count = self.records
        self.append(END, count=count)
        os.fchmod(self._descriptor, 0o400)
        self.close()
        return count

    def close(self) -> None:
        """Lets another process go on with it."""
        self._spoilt = "It is closed."
        with suppress(OSError):
            os.close(self._descriptor)

    def _write(self, raw: bytes) -> None:
        try:
            done = 0
            while done < len(raw):
                done += os.pwrite(self._descriptor, raw[done:], self._size + done)
        except OSError as problem:
            # A full disk may have taken a part. If that cannot be cut off, the size tells.
            with suppress(OSError):
                os.ftruncate(self._descriptor, self._size)
            raise JournalUnwritable(f"({problem.strerror})") from problem
        try:
            os.fsync(self._descriptor)
        except OSError as problem:
            # What the kernel has of the file is not what is on disk, and a second try would lie.
            self._spoilt = "The disk failed."
            raise JournalUnwritable(f"({problem.strerror})") from problem

    def _check_once_more(self) -> None:
        try:
            self._check(self._size)
        except JournalAltered as problem:
            self._spoilt = str(problem)
            raise

    def _check(self, size: int) -> None:
        try:
            named = self.path.lstat()
        except OSError as problem:
            raise JournalAltered("It was removed.") from problem
        ours = os.fstat(self._descriptor)
        if (named.st_dev, named.st_ino) != (ours.st_dev, ours.st_ino):
            raise JournalAltered("Another file stands in its place.")
        if ours.st_size != size:
            raise JournalAltered("It was cut or added to.")
        if stat.S_IMODE(ours.st_mode) != _PRIVATE:
            raise JournalAltered("Its permissions were changed.")


def _unfinished(path: Path, key: bytes) -> Read:
    found = read(path, key)
    if found.problems:
        raise JournalAltered(found.problems[0])
    if found.ended:
        raise JournalClosed
    return found


def _locked(descriptor: int) -> int:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise JournalInUse from None
    return descriptor
