"""Where log lines go: to sealed files; to standard error where there is no key for them."""

import logging
import os
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from chaperone.telemetry.sealing import SUFFIX, SealedFile

PUBLIC_KEY = "logs.pub"
LARGEST_FILE = 10_000_000
KEPT_DAYS = 90
_DAY_SECONDS = 86_400


class SealingHandler(logging.Handler):
    """Writes lines to ``folder``, in a new file each day, after each ``LARGEST_FILE`` bytes, and in
    each process. A line that cannot be written is lost: a full disk must stop nobody's care.
    """

    def __init__(self, folder: Path, key: Path) -> None:
        super().__init__()
        self._folder, self._key = folder, key
        self._file: SealedFile | None = None
        self._of = ("", 0)
        self._number = 0

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = self.format(record)
            name = os.environ.get("CHAPERONE_PROCESS", "")
            if not name or not self._key.exists():
                sys.stderr.write(line + "\n")
                return
            self._file_for(name).write(line)
        except (OSError, ValueError, RecursionError):
            # Not Python's own way, which prints the record with its arguments.
            self._file = None

    def _file_for(self, name: str) -> SealedFile:
        of = (f"{datetime.now(UTC):%Y%m%d}", os.getpid())
        if self._file is None or of != self._of or self._file.size > LARGEST_FILE:
            if self._file and of[1] == self._of[1]:
                self._file.close()
            self._of, self._number = of, self._number + 1
            instant = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}Z"
            path = self._folder / f"{name}-{instant}-{of[1]}-{self._number}{SUFFIX}"
            self._file = SealedFile(path, self._key.read_text().strip())
            self._remove_old()
        return self._file

    def _remove_old(self) -> None:
        """Files of any process that nobody has written to for ``KEPT_DAYS``."""
        bound = time.time() - KEPT_DAYS * _DAY_SECONDS
        for path in self._folder.glob(f"*{SUFFIX}"):
            if path.stat().st_mtime < bound:
                path.unlink(missing_ok=True)

    def createLock(self) -> None:  # noqa: N802  named by logging
        self.lock = threading.RLock()
