"""One piece of the write-ahead log into the archive, and out of it."""

import hashlib
import hmac
import io
from collections.abc import Sequence
from pathlib import Path

import pyrage

from chaperone.continuity.archiving.errors import SegmentChanged, SegmentUnsuitable
from chaperone.continuity.archiving.names import Wal
from chaperone.continuity.archiving.packing import pack, unpack
from chaperone.continuity.backups.errors import FileThere
from chaperone.continuity.backups.targets.target import Target

_DIGEST = 16
_LARGEST = 1 << 30
"""PostgreSQL's own limit for a segment (``--wal-segsize``)."""


def store(
    file: Path,
    *,
    system: str,
    target: Target,
    recipients: Sequence[str],
    known: dict[str, Wal],
) -> bool:
    """Keep the piece; durable when this returns. False where it was there already.

    ``known``: what the archive holds, by segment; updated. Raises ``SegmentChanged``, ``OSError``,
    and ``TargetUnavailable``.
    """
    content = file.read_bytes()
    wal = Wal(system, file.name, hashlib.sha256(content).hexdigest()[:_DIGEST])
    before = known.get(wal.segment)
    if before is not None and before != wal:
        raise SegmentChanged(f"({before.name})")
    if before is not None:
        return False
    packed = io.BytesIO()
    pack(io.BytesIO(content), packed, recipients)
    packed.seek(0)
    try:
        target.put(wal.name, packed)
    except FileThere:
        # Cut off between the writing and the acknowledgement: the name says that it is the same.
        known[wal.segment] = wal
        return False
    known[wal.segment] = wal
    return True


def fetch(wal: Wal, *, target: Target, identity: pyrage.x25519.Identity) -> bytes:
    """The piece as PostgreSQL wrote it. Raises ``SegmentUnsuitable``, ``TargetUnavailable``."""
    found = io.BytesIO()
    with target.open(wal.name) as packed:
        unpack(packed, _Bounded(found), identity)
    content = found.getvalue()
    if not hmac.compare_digest(hashlib.sha256(content).hexdigest()[:_DIGEST], wal.digest):
        raise SegmentUnsuitable(f"({wal.name})")
    return content


class _Bounded:
    """Memory for as much as a piece can have, whatever a file in the archive unpacks to."""

    def __init__(self, inner: io.BytesIO) -> None:
        self._inner = inner

    def write(self, data: bytes) -> int:
        if self._inner.tell() + len(data) > _LARGEST:
            raise SegmentUnsuitable("It is larger than any piece.")
        return self._inner.write(data)

    def flush(self) -> None:
        """Nothing is held back here."""
