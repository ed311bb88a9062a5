"""A mirror in a folder: of this machine, or of another that is mounted here."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chaperone.merkle.audit.layout import KEPT_CHECKPOINTS
from chaperone.merkle.log.stores import FolderStore


class FolderMirror(FolderStore):
    """Raises ``OSError``."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.name = str(root)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """A sequencer that was fenced off may still be writing; the next waits for it to finish."""
        self.root.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.root, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def kept_checkpoints(self) -> Iterator[tuple[str, bytes]]:
        """All but those of a write that was cut off."""
        for path in (self.root / KEPT_CHECKPOINTS).rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(self.root).as_posix(), path.read_bytes()
