"""Backups in a folder: of this machine, or of another that is mounted here."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO

from chaperone.continuity.backups.errors import FileThere, NoSuchFile, TargetUnavailable
from chaperone.continuity.backups.streams import Readable, pieces

PARTIAL = ".partial"
_SYNC_EVERY = 64 << 20


class FolderTarget:
    """Files of mode 0600. What is not whole yet has a name that ends in ``.partial``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = str(root)

    def put(self, name: str, stream: Readable) -> int:
        """Written aside, made durable, then given its name."""
        path = self._path(name)
        aside = path.with_name(name + PARTIAL)
        with self._said(path):
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            if path.exists():
                raise FileThere(f"({path})")
            try:
                size = _write(aside, stream)
                aside.rename(path)
                self._sync()
            except BaseException:
                aside.unlink(missing_ok=True)
                raise
        return size

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """The file itself."""
        path = self._path(name)
        with self._said(path):
            try:
                return path.open("rb")
            except FileNotFoundError:
                raise NoSuchFile(f"({path})") from None

    def size(self, name: str) -> int:
        """Of the file."""
        path = self._path(name)
        with self._said(path):
            try:
                return path.stat().st_size
            except FileNotFoundError:
                raise NoSuchFile(f"({path})") from None

    def names(self) -> Iterator[str]:
        """None where the folder is not there yet."""
        with self._said(self.root):
            if self.root.exists():
                yield from (
                    path.name
                    for path in self.root.iterdir()
                    if path.is_file() and not path.name.endswith(PARTIAL)
                )

    def remove(self, name: str) -> None:
        """At once, and for good."""
        with self._said(self._path(name)):
            if self.root.exists():
                self._path(name).unlink(missing_ok=True)
                self._sync()

    def clear(self) -> int:
        """Everything that ends in ``.partial``."""
        with self._said(self.root):
            left = list(self.root.glob(f"*{PARTIAL}"))
            for path in left:
                path.unlink(missing_ok=True)
            return len(left)

    def _path(self, name: str) -> Path:
        if "/" in name or name.startswith(".") or not name:
            raise NoSuchFile(f"({name!r})")
        return self.root / name

    def _sync(self) -> None:
        descriptor = os.open(self.root, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    @contextmanager
    def _said(self, path: Path) -> Iterator[None]:
        """What the system says, as a sentence. An error of the stream is no error of the folder,
        but where both are the system's they are told alike.
        """
        try:
            yield
        except OSError as problem:
            raise TargetUnavailable(f"({path}: {problem.strerror or problem})") from problem


def _write(path: Path, stream: Readable) -> int:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    size = synced = 0
    with os.fdopen(descriptor, "wb", buffering=0) as file:
        for piece in pieces(stream):
            rest = memoryview(piece)
            while rest:
                rest = rest[file.write(rest) :]
            size += len(piece)
            if size - synced >= _SYNC_EVERY:
                # Little by little: a page cache full of it would hold up everybody at the end.
                os.fdatasync(file.fileno())
                synced = size
        os.fsync(file.fileno())
    return size
