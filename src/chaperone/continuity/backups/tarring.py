"""The plain tar within a backup (POSIX.1-2001, pax), made and read as a stream."""

import tarfile
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from chaperone.continuity.backups.errors import Altered, BackupError, NotABackup
from chaperone.continuity.backups.streams import PIECE, Counted, Readable, pieces

_BLOCK = tarfile.BLOCKSIZE
_RECORD = tarfile.RECORDSIZE
_MODE = 0o600
_LONGEST_NAME = 1000


class Content(NamedTuple):
    """What becomes a member: exactly ``size`` bytes of it."""

    name: str
    size: int
    chunks: Iterable[bytes]


class Entry(NamedTuple):
    """What a member turned out to be, once it has passed."""

    name: str
    size: int
    sha256: str


class Member:
    """One file within a backup that is being read, open until the next is asked for."""

    def __init__(self, name: str, size: int, stream: Readable) -> None:
        self.name = name
        self.size = size
        self._stream = Counted(stream)

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes of it; empty at its end."""
        return self._stream.read(size)

    def finish(self) -> Entry:
        """Reads what nobody has read. Raises ``Altered`` where it is shorter than it says."""
        for _ in pieces(self):
            pass
        if self._stream.size != self.size:
            raise Altered(f"({self.name} has {self._stream.size} bytes and not {self.size})")
        return Entry(self.name, self.size, self._stream.sha256)


def packed(contents: Iterable[Content], *, made_at: float, passed: list[Entry]) -> Iterator[bytes]:
    """The tar's bytes, one content after the other; ``passed`` learns what each was.

    Raises ``BackupError`` where a content is not as long as it said.
    """
    written = 0
    for name, size, chunks in contents:
        info = tarfile.TarInfo(_checked(name))
        info.size, info.mtime, info.mode = size, int(made_at), _MODE
        head = info.tobuf(format=tarfile.PAX_FORMAT)
        yield head
        counted = Counted(None)
        for chunk in _exactly(name, size, chunks):
            counted.note(chunk)
            yield chunk
        padding = b"\0" * (-size % _BLOCK)
        yield padding
        written += len(head) + size + len(padding)
        passed.append(Entry(name, size, counted.sha256))
    end = 2 * _BLOCK
    yield b"\0" * (end + -(written + end) % _RECORD)


def unpacked(stream: Readable) -> Iterator[Member]:
    """The members of a tar, in their order. Raises ``NotABackup`` and ``Altered``."""
    try:
        with tarfile.open(fileobj=stream, mode="r|", bufsize=PIECE) as archive:  # type: ignore[call-overload]
            while info := archive.next():
                content = archive.extractfile(info) if info.isreg() else None
                if content is None:
                    raise Altered(f"({info.name!r} is no plain file)")
                yield Member(_checked(info.name), info.size, content)
                # A stream's members are forgotten, or memory would grow with their number.
                archive.members.clear()
    except tarfile.TarError as problem:
        raise NotABackup(f"({problem})") from problem


def _exactly(name: str, size: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
    seen = 0
    for chunk in chunks:
        seen += len(chunk)
        if seen > size:
            break
        yield chunk
    if seen != size:
        raise BackupError(f"{name} changed while it was read: {seen} bytes and not {size}.")


def _checked(name: str) -> str:
    """A relative path that stays where it is unpacked. Raises ``Altered``."""
    parts = name.split("/")
    if not name or len(name) > _LONGEST_NAME or "\0" in name or {"", ".", ".."} & set(parts):
        raise Altered(f"(a member has the name {name[:80]!r})")
    return name
