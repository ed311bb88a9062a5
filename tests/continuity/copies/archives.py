"""An archive of invented content, named and sealed as the archiver does."""

import hashlib
import io
import tarfile
from datetime import datetime, timedelta
from typing import Any

import pyrage

from chaperone.continuity.archiving.names import Base, Copy, Wal
from chaperone.continuity.archiving.packing import pack

SYSTEM = "0123456789abcdef"


def segment(number: int, timeline: int = 1) -> str:
    return f"{timeline:08X}{number // 256:08X}{number % 256:08X}"


class Archive:
    """In a target; ``identity`` opens it."""

    def __init__(self, target: Any) -> None:
        self.target = target
        self.identity = pyrage.x25519.Identity.generate()

    def put(self, name: str, content: bytes) -> None:
        packed = io.BytesIO()
        pack(io.BytesIO(content), packed, [str(self.identity.to_public())])
        self.target.put(name, io.BytesIO(packed.getvalue()))

    def piece(self, number: int, timeline: int = 1) -> Wal:
        content = f"piece {number} of {timeline}".encode()
        digest = hashlib.sha256(content).hexdigest()[:16]
        wal = Wal(SYSTEM, segment(number, timeline), digest)
        self.put(wal.name, content)
        return wal

    def base(self, number: int, ended_at: datetime) -> Base:
        """A copy that took a minute, beginning at the piece of this number."""
        files = io.BytesIO()
        with tarfile.open(fileobj=files, mode="w") as tar:
            version = tarfile.TarInfo("PG_VERSION")
            version.size = 3
            tar.addfile(version, io.BytesIO(b"18\n"))
        base = Base(Copy(SYSTEM, segment(number), ended_at - timedelta(minutes=1)), ended_at)
        self.put(base.copy.name, files.getvalue())
        self.target.put(base.name, io.BytesIO(b"\n"))
        return base
