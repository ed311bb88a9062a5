"""All that a recovery would read, read beforehand: opened, and compared with what its name says."""

import tarfile
from typing import IO, NamedTuple

import pyrage

from chaperone.continuity.archiving import wal
from chaperone.continuity.archiving.errors import SegmentUnsuitable
from chaperone.continuity.archiving.line import needed
from chaperone.continuity.archiving.names import Base, Contents
from chaperone.continuity.archiving.packing import unpack
from chaperone.continuity.backups.streams import Counted, Pump, Writable
from chaperone.continuity.backups.targets.target import Target

_VERSION, _LONGEST = "PG_VERSION", 16


class Checked(NamedTuple):
    """What was read. ``packed`` and ``sha256``: of the copy as it lies there; ``bytes``: of the
    files in it, which are of PostgreSQL ``version``; ``pieces``: of the log.
    """

    packed: int
    sha256: str
    bytes: int
    version: int
    pieces: int


def check(
    contents: Contents, base: Base, *, target: Target, identity: pyrage.x25519.Identity
) -> Checked:
    """The copy to its last byte, and every piece of the log from it on.

    Raises ``PieceMissing`` before anything is read; ``SegmentUnsuitable``: a wrong key, or what was
    cut or altered; ``NoSuchFile`` and ``TargetUnavailable``.
    """
    pieces = needed(contents, base)
    with target.open(base.copy.name) as stream:
        packed = Counted(stream)
        size, version = _files_in(base, packed, identity)
    for piece in pieces:
        wal.fetch(piece, target=target, identity=identity)
    return Checked(packed.size, packed.sha256, size, version, len(pieces))


def _files_in(base: Base, packed: Counted, identity: pyrage.x25519.Identity) -> tuple[int, int]:
    """Their bytes, and the version of PostgreSQL that they are of."""

    def work(writer: Writable) -> None:
        unpack(packed, writer, identity)

    size = version = 0
    try:
        with Pump(work) as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
            for member in tar:
                size += member.size
                if member.name.removeprefix("./") == _VERSION:
                    version = _number(tar.extractfile(member))
            # To the end of the stream: its last bytes prove that nothing was cut off.
            while stream.read(1 << 20):
                pass
    except tarfile.TarError as problem:
        raise SegmentUnsuitable(f"({base.copy.name})") from problem
    if not version:
        raise SegmentUnsuitable(f"({base.copy.name})")
    return size, version


def _number(file: IO[bytes] | None) -> int:
    said = file.read(_LONGEST).strip() if file else b""
    return int(said) if said.isdigit() else 0
