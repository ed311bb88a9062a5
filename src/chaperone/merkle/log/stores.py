"""Where a log's files lie, for the one who writes them: what a folder and an object store share."""

from collections.abc import Iterable
from pathlib import Path
from shutil import rmtree
from typing import Protocol

from chaperone.merkle.log.files import make_durable, replace


class Store(Protocol):
    """Files by their path in the C2SP tlog-tiles layout. One writer at a time."""

    def read(self, path: str) -> bytes | None:
        """The file's content; None if there is none."""

    def write(self, files: Iterable[tuple[str, bytes]]) -> int:
        """Writes (path, content) of each, whole or not at all; returns how many.

        In any order, but all of them are durable when it returns.
        """

    def remove_partial(self, path: str) -> None:
        """Removes the partial tiles of a full one, as far as the store lets us."""


class FolderStore:
    """A folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, path: str) -> bytes | None:
        """Raises OSError."""
        try:
            return (self.root / path).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, files: Iterable[tuple[str, bytes]]) -> int:
        """Raises OSError."""
        self.root.mkdir(parents=True, exist_ok=True)
        written = []
        for path, content in files:
            replace(self.root / path, content)
            written.append(self.root / path)
        make_durable(self.root, written)
        return len(written)

    def remove_partial(self, path: str) -> None:
        """Raises OSError."""
        outgrown = self.root / f"{path}.p"
        if outgrown.is_dir():
            rmtree(outgrown)
