"""Bytes on their way: what is pulled, what is pushed, and a pipe between the two."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from fcntl import F_SETPIPE_SZ, fcntl
from io import RawIOBase
from threading import Thread
from typing import Any, Protocol

PIECE = 1 << 20
_EMPTY = memoryview(b"")


class Readable(Protocol):
    """Whatever can be read piece by piece, to its end."""

    def read(self, size: int = -1, /) -> bytes: ...


class Writable(Protocol):
    """Whatever takes bytes, all of them each time."""

    def write(self, data: bytes, /) -> int: ...


def pieces(stream: Readable, size: int = PIECE) -> Iterator[bytes]:
    """The rest of a stream, in pieces of at most ``size``."""
    while piece := stream.read(size):
        yield piece


def whole(stream: Readable, size: int) -> bytes:
    """Exactly ``size`` bytes, or what is left of the stream where that is less."""
    found = bytearray()
    while len(found) < size and (piece := stream.read(size - len(found))):
        found += piece
    return bytes(found)


class Pulled:
    """A stream that is read out of pieces, as they are asked for. ``problem``: what they raised,
    which a library in between may have replaced by an error of its own.
    """

    def __init__(self, source: Iterable[bytes]) -> None:
        self._source = iter(source)
        self._rest = _EMPTY
        self.problem: BaseException | None = None

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes; empty at the end."""
        while not self._rest:
            try:
                piece = next(self._source, None)
            except BaseException as problem:
                self.problem = problem
                raise
            if piece is None:
                return b""
            self._rest = memoryview(piece)
        taken = self._rest if size < 0 else self._rest[:size]
        self._rest = self._rest[len(taken) :]
        return bytes(taken)


class Counted:
    """Hashes and counts what passes, either way. ``ended``: it was read to its end."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self.size = 0
        self.ended = False
        self.problem: BaseException | None = None

    @property
    def sha256(self) -> str:
        """Of what has passed."""
        return self._hash.hexdigest()

    def read(self, size: int = -1, /) -> bytes:
        """What the stream gives."""
        try:
            found: bytes = self._stream.read(size)
        except BaseException as problem:
            self.problem = problem
            raise
        self.note(found)
        self.ended = self.ended or (not found and size != 0)
        return found

    def write(self, data: bytes, /) -> int:
        """Hands on all of it."""
        try:
            self._stream.write(data)
        except BaseException as problem:
            self.problem = problem
            raise
        self.note(data)
        return len(data)

    def note(self, data: bytes) -> None:
        """Counts what passes by another way."""
        self._hash.update(data)
        self.size += len(data)

    def flush(self) -> None:
        """Nothing is held back here."""


class Pump(RawIOBase):
    """Reads what ``work`` writes, which runs in a thread of its own, a MiB ahead at most.

    What ``work`` raises is raised by ``read`` in place of the end: half of it never looks whole.
    """

    def __init__(self, work: Callable[[Writable], object]) -> None:
        super().__init__()
        self._problem: BaseException | None = None
        reading, writing = os.pipe()
        # More than the system lets one have is no reason to fail.
        with suppress(OSError):
            fcntl(reading, F_SETPIPE_SZ, PIECE)
        self._reader = os.fdopen(reading, "rb", buffering=0)
        self._thread = Thread(target=self._run, args=(work, writing), name="pump", daemon=True)
        self._thread.start()

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As ``io.RawIOBase`` has it. Raises what ``work`` raised."""
        found = self._reader.readinto(buffer) or 0
        if not found and len(buffer):
            self._thread.join()
            if self._problem:
                raise self._problem
        return found

    def close(self) -> None:
        """Ends ``work`` where it has not come to its end: it can write no more."""
        if not self.closed:
            self._reader.close()
            self._thread.join()
        super().close()

    def _run(self, work: Callable[[Writable], object], writing: int) -> None:
        with os.fdopen(writing, "wb", buffering=0) as file:
            try:
                work(_Whole(file))
            except BaseException as problem:  # noqa: BLE001  raised again by who reads
                self._problem = problem


class _Whole:
    """A raw file takes as much as it likes of what it is given; this writes all of it."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, data: bytes, /) -> int:
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here."""
