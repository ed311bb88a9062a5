"""A folder of files, one for each day, that a collector picks up."""

import os
import stat
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from chaperone.files.private import sync_folder
from chaperone.ledger.sinks.errors import ReceiverAway

_BACK = 65_536


class Files:
    """Appends a line an entry to the file of the day (UTC) on which it is sent.

    Files are of mode 0600 and are never changed later; whoever collects them removes them.
    ``today`` is asked for the day.
    """

    settle_seconds = 0.0

    def __init__(
        self, folder: Path, ending: str, today: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._folder = folder
        self._ending = ending
        self._today = today

    def take(self, lines: Sequence[bytes]) -> None:
        """Writes the lines; they are on disk when this returns. Raises ``ReceiverAway``, and then
        has taken back what was written of them."""
        path = self._folder / f"chaperone-{self._today():%Y-%m-%d}.{self._ending}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._append(path, b"".join(line + b"\n" for line in lines))
        except OSError as error:
            raise ReceiverAway(f"{path}: {error.strerror or error}.") from error

    def settle(self) -> None:
        """Nothing is left to do: what was taken is on disk."""

    def close(self) -> None:
        """No file stays open between two batches, so that they may be moved away at any time."""

    def _append(self, path: Path, content: bytes) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
        is_new = not path.exists()
        file = os.open(path, flags, 0o600)
        try:
            _refuse_odd(path, os.fstat(file))
            end = _end_of_last_line(file)
            os.ftruncate(file, end)
            try:
                _write_all(file, content, end)
                os.fsync(file)
            except OSError:
                os.ftruncate(file, end)
                raise
            if is_new:
                sync_folder(self._folder)
        finally:
            os.close(file)


def _refuse_odd(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid():
        raise OSError(0, f"{path.name} is not a file of ours")
    if status.st_mode & 0o077:
        raise OSError(0, f"others can read {path.name}; mend it with chmod 600")


def _end_of_last_line(file: int) -> int:
    """Behind the last whole line: a line that a crash tore is of a batch that is sent again."""
    end = os.fstat(file).st_size
    while end:
        start = max(0, end - _BACK)
        found = os.pread(file, end - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def _write_all(file: int, content: bytes, at: int) -> None:
    rest = memoryview(content)
    while rest:
        written = os.pwrite(file, rest, at)
        rest, at = rest[written:], at + written
