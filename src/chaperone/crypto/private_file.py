"""Small secret files that only the user who runs the service can read."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from chaperone.crypto.errors import (
    KeyFileExists,
    KeyFileExposed,
    KeyFileMissing,
    KeyFileRefused,
)

_LONGEST_FILE = 4096


def read_private(path: Path) -> bytes:
    """Return the content of a file that nobody but this process's own user can reach.

    Raises `KeyFileMissing`, `KeyFileExposed` or `KeyFileRefused`.
    """
    try:
        # Not blocking, since a pipe put in the file's place would hang the start.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise KeyFileMissing(f"Expected at {path}. Restore it from your copy.") from None
    except OSError as error:
        raise KeyFileRefused(f"{path}: {error.strerror}.") from None
    try:
        # The open file is asked, not the path, so that it cannot be exchanged in between.
        _check_private(path, os.fstat(descriptor))
        return os.read(descriptor, _LONGEST_FILE)
    finally:
        os.close(descriptor)


def _check_private(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise KeyFileRefused(f"{path} is not a regular file.")
    if status.st_uid != os.geteuid():
        raise KeyFileExposed(f"Mend it with: chown {os.geteuid()} {path}")
    if status.st_mode & 0o077:
        raise KeyFileExposed(f"Mend it with: chmod 600 {path}")


def write_new(path: Path, content: bytes) -> None:
    """Write `content` to a new file of mode 0600 and return when it is on disk.

    Raises `KeyFileExists` or `KeyFileRefused`.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        raise KeyFileExists(f"Found at {path}.") from None
    except OSError as error:
        raise KeyFileRefused(f"{path}: {error.strerror}.") from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        _sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise KeyFileRefused(f"{path} could not be written: {error.strerror}.") from None


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
