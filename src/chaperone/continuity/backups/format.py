"""The file of a backup: age over zstd over tar, written and read as a stream. Pure.

``age -d FILE | zstd -d | tar x`` opens it without us. Members, in this order: ``header.json``; the
database, files, configuration and the ledger's mirror; last ``manifest.json``, which names every
member before it with size and SHA-256, and what a restore compares.

age (age-encryption.org/v1): X25519 for who may open it, ChaCha20-Poly1305 for each 64 KiB, the last
one marked, so that a bit that is flipped and an end that is missing are both found.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import IO, Any, NamedTuple, cast

import pyrage
import zstandard

from chaperone.continuity.backups.errors import (
    Altered,
    BackupError,
    KeyRefused,
    NewerFormat,
    NotABackup,
    Truncated,
    WrongKey,
)
from chaperone.continuity.backups.streams import (
    PIECE,
    Counted,
    Pulled,
    Pump,
    Readable,
    Writable,
    pieces,
)
from chaperone.continuity.backups.tarring import Content, Entry, Member, packed, unpacked

__all__ = ["Content", "Entry", "Member", "Sealed", "Verified", "read", "verify", "write"]

FORMAT = 1
HEADER, MANIFEST = "header.json", "manifest.json"
DATABASE, FILES, CONFIGURATION, MIRROR = "database/", "files/", "configuration/", "mirror/"
PIECE_OF_DUMP = 8 << 20
_LEVEL = 3
_LONGEST_JSON = 64 << 20
NO_KEY = "No matching keys"
"""What the library of age says where no identity opens a file."""


class Sealed(NamedTuple):
    """What was written: the file's size and SHA-256, and what it holds."""

    size: int
    sha256: str
    entries: tuple[Entry, ...]


class Verified(NamedTuple):
    """What a backup says of itself. ``header`` and ``manifest``: empty where no key was at hand,
    and only the file's own checksum was compared.
    """

    size: int
    sha256: str
    header: Mapping[str, Any]
    manifest: Mapping[str, Any]


def write(
    stream: Writable,
    contents: Iterable[Content],
    *,
    header: Mapping[str, Any],
    manifest: Callable[[], Mapping[str, Any]],
    recipients: Sequence[str],
) -> Sealed:
    """Encrypts everything to the recipients (``age1…``) and writes it to ``stream``.

    ``header``: has ``made_at`` in ISO 8601; ``format`` is added. ``manifest``: asked when all else
    has passed; ``members`` is added. Memory does not grow with the size. Raises ``KeyRefused``,
    ``BackupError``, and whatever contents and stream raise.
    """
    made_at = datetime.fromisoformat(header["made_at"]).timestamp()
    passed: list[Entry] = []

    def last() -> Iterator[Content]:
        members = [entry._asdict() for entry in passed]
        yield _json(MANIFEST, {**manifest(), "members": members})

    first = _json(HEADER, {"format": FORMAT, **header})
    tar = packed(chain([first], contents, last()), made_at=made_at, passed=passed)
    sealed = seal(stream, tar, recipients=recipients)
    return Sealed(sealed.size, sealed.sha256, tuple(passed))


def seal(stream: Writable, chunks: Iterable[bytes], *, recipients: Sequence[str]) -> Counted:
    """Compresses and encrypts any bytes to the recipients; what came of it is in the result.

    Raises ``KeyRefused``, ``BackupError``, and whatever chunks and stream raise.
    """
    if not recipients:
        raise KeyRefused("No recipient is set.")
    to = [recipient(each) for each in recipients]
    source, sink = Pulled(_compressed(chunks)), Counted(stream)
    try:
        pyrage.encrypt_io(source, sink, to)
    except BaseException as problem:
        # The library replaces what our own ends raise by an error that says less.
        if own := source.problem or sink.problem:
            raise own from None
        if isinstance(problem, pyrage.EncryptError):
            raise BackupError(str(problem)) from problem
        raise
    return sink


def read(stream: Readable, identity: str) -> Iterator[Member]:
    """The members of a backup, one after the other, each open until the next is asked for.

    Every byte is authenticated before it is given out; that nothing is missing is known only when
    the last member has come. Raises ``NotABackup``, ``WrongKey``, ``Truncated``, ``Altered``,
    ``NewerFormat``.
    """
    with unsealed(stream, identity) as plain:
        seen: list[Entry] = []
        listed: list[dict[str, Any]] | None = None
        for member in unpacked(plain):
            if listed is not None:
                raise Altered(f"({member.name} comes after the manifest)")
            given = member
            if not seen:
                given = _checked_header(member)
            if member.name == MANIFEST:
                content = _content(member)
                listed = _parsed(content, MANIFEST).get("members", [])
                given = _again(MANIFEST, content)
            yield given
            seen.append(given.finish())
        # To the very end: only there the cipher knows that nothing is missing.
        for _ in pieces(plain):
            pass
        if listed is None:
            raise Truncated
        if listed != [entry._asdict() for entry in seen[:-1]]:
            raise Altered("(its members are not those of its manifest)")


def verify(stream: Readable, identity: str | None, *, sha256: str = "", size: int = 0) -> Verified:
    """Reads all of it. With an identity everything is decrypted and compared with the manifest;
    ``sha256`` and ``size`` of the catalogue are compared where they are given, and must be where
    there is no identity. Raises what ``read`` raises.
    """
    counted = Counted(stream)
    header: Mapping[str, Any] = {}
    manifest: Mapping[str, Any] = {}
    if identity is None:
        if not sha256:
            raise WrongKey("(and no checksum of it is known)")
        for _ in pieces(counted):
            pass
    else:
        for member in read(counted, identity):
            if member.name == HEADER:
                header = _parsed(_content(member), HEADER)
            elif member.name == MANIFEST:
                manifest = _parsed(_content(member), MANIFEST)
        for _ in pieces(counted):
            pass
    if size and counted.size < size:
        raise Truncated(f"({counted.size} bytes and not {size})")
    if sha256 and counted.sha256 != sha256:
        raise Altered("(its checksum is not the one of the catalogue)")
    return Verified(counted.size, counted.sha256, header, manifest)


def unsealed(stream: Readable, identity: str) -> "Plain":
    """What ``seal`` made, decrypted and decompressed, as a stream to be read in a ``with`` block.

    Reading raises ``NotABackup``, ``WrongKey``, ``Truncated``, ``Altered``.
    """
    return Plain(stream, [identity_of(identity)])


class Plain:
    """Decrypted bytes. Whoever leaves its block early stops the decryption."""

    def __init__(self, stream: Readable, identities: Sequence[Any]) -> None:
        self._source = Counted(stream)
        self._pump = Pump(lambda out: self._decrypt(out, identities))
        self._reader = zstandard.ZstdDecompressor().stream_reader(
            cast(IO[bytes], self._pump), read_size=PIECE, read_across_frames=True
        )

    def __enter__(self) -> "Plain":
        return self

    def __exit__(self, *_: object) -> None:
        self._pump.close()

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes of it; empty at its end."""
        try:
            return self._reader.read(size)
        except zstandard.ZstdError as problem:
            raise NotABackup(f"({problem})") from problem

    def _decrypt(self, out: Writable, identities: Sequence[Any]) -> None:
        try:
            pyrage.decrypt_io(self._source, out, identities)
        except BaseException as problem:
            if self._source.problem:
                raise self._source.problem from None
            if isinstance(problem, BrokenPipeError):
                return
            raise self._found(str(problem)) from problem

    def _found(self, said: str) -> BackupError:
        if NO_KEY in said:
            return WrongKey()
        return Truncated() if self._source.ended else Altered()


def recipient(text: str) -> "pyrage.x25519.Recipient":
    """A recipient, such as ``age1…``. Raises ``KeyRefused``."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as problem:
        raise KeyRefused("A recipient begins with age1.") from problem


def identity_of(text: str) -> "pyrage.x25519.Identity":
    """An identity (``AGE-SECRET-KEY-1…``), maybe with comments as age-keygen writes them. Raises
    ``KeyRefused``.
    """
    lines = [line.strip() for line in text.splitlines()]
    found = [line for line in lines if line and not line.startswith("#")]
    try:
        if len(found) == 1:
            return pyrage.x25519.Identity.from_str(found[0])
    except pyrage.IdentityError as problem:
        # Without the library's words, which could quote a secret.
        raise KeyRefused("An identity begins with AGE-SECRET-KEY-1.") from problem
    raise KeyRefused("An identity is one line that begins with AGE-SECRET-KEY-1.")


def _compressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    chunker = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).chunker(chunk_size=PIECE)
    for chunk in chunks:
        yield from chunker.compress(chunk)
    yield from chunker.finish()  # type: ignore[no-untyped-call]


def _json(name: str, said: Mapping[str, Any]) -> Content:
    content = json.dumps(said, ensure_ascii=False, indent=1, default=str).encode() + b"\n"
    return Content(name, len(content), [content])


def _checked_header(member: Member) -> Member:
    if member.name != HEADER:
        raise NotABackup(f"(it begins with {member.name})")
    content = _content(member)
    said = _parsed(content, HEADER)
    if not isinstance(said.get("format"), int):
        raise NotABackup
    if said["format"] > FORMAT:
        raise NewerFormat(f"(format {said['format']})")
    return _again(HEADER, content)


def _again(name: str, content: bytes) -> Member:
    return Member(name, len(content), Pulled([content]))


def _content(member: Member) -> bytes:
    if member.size > _LONGEST_JSON:
        raise Altered(f"({member.name} has {member.size} bytes)")
    return b"".join(pieces(member))


def _parsed(content: bytes, name: str) -> dict[str, Any]:
    try:
        said = json.loads(content)
    except ValueError as problem:
        raise Altered(f"({name} is not JSON)") from problem
    if not isinstance(said, dict):
        raise Altered(f"({name} is no object)")
    return said
