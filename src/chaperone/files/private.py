"""Read, write and make private files (mode 0600)."""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chaperone.files.errors import FileExists, FileExposed, FileMissing, PrivateFileError

_LONGEST_FILE = 4096


def read_private(path: Path) -> bytes:
    """Return the content of a file that nobody but this process's own user can reach.

    At most 4,096 bytes: it is for keys. Raises `FileMissing`, `FileExposed` or `PrivateFileError`.
    """
    try:
        # Not blocking, since a pipe put in the file's place would hang the start.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise FileMissing(f"Expected at {path}. Restore it from your copy.") from None
    except OSError as error:
        raise PrivateFileError(f"{path}: {error.strerror}.") from None
    try:
        # The open file is asked, not the path, so that it cannot be exchanged in between.
        _check_private(path, os.fstat(descriptor))
        return os.read(descriptor, _LONGEST_FILE)
    finally:
        os.close(descriptor)


def write_private(path: Path, content: str | bytes) -> None:
    """Write `path` anew, whole or not at all, and return when it is on disk.

    Folders above it that are missing are made, for their owner alone. Raises `PrivateFileError`.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise PrivateFileError(f"{path} could not be written: {error.strerror}.") from error
    with _written_aside(path, content) as aside:
        aside.replace(path)


def write_new(path: Path, content: str | bytes) -> None:
    """Like `write_private`, for what must never be overwritten: a key.

    Its folder must exist. Raises `FileExists` or `PrivateFileError`.
    """
    with _written_aside(path, content) as aside:
        try:
            os.link(aside, path)
        except FileExistsError:
            raise FileExists(f"Found at {path}.") from None
        aside.unlink()


@contextmanager
def _written_aside(path: Path, content: str | bytes) -> Iterator[Path]:
    """A file with the content beside `path`, to be given its name in the block; then on disk."""
    raw = content.encode() if isinstance(content, str) else content
    aside = None
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        aside = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        yield aside
        sync_folder(path.parent)
    except OSError as error:
        raise PrivateFileError(f"{path} could not be written: {error.strerror}.") from error
    finally:
        if aside:
            aside.unlink(missing_ok=True)


def _check_private(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise PrivateFileError(f"{path} is not a regular file.")
    if status.st_uid != os.geteuid():
        raise FileExposed(f"Mend it with: chown {os.geteuid()} {path}")
    if status.st_mode & 0o077:
        raise FileExposed(f"Mend it with: chmod 600 {path}")


def sync_folder(folder: Path) -> None:
    """Has the disk keep which files the folder holds."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
