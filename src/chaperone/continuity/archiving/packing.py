"""Packed (zstd) and encrypted to the recipients (age), as streams: nothing clear on the way."""

from collections.abc import Sequence
from typing import Any

import pyrage
import zstandard

from chaperone.continuity.archiving.errors import SegmentUnsuitable


def pack(reader: Any, writer: Any, recipients: Sequence[str]) -> None:
    """From ``reader`` to ``writer``. Raises what they raise."""
    keys = [pyrage.x25519.Recipient.from_str(each) for each in recipients]
    pyrage.encrypt_io(zstandard.ZstdCompressor().stream_reader(reader), writer, keys)


def unpack(reader: Any, writer: Any, identity: pyrage.x25519.Identity) -> None:
    """The way back. Raises ``SegmentUnsuitable``, and what ``writer`` raises."""
    decompressor = zstandard.ZstdDecompressor().stream_writer(writer, closefd=False)
    try:
        pyrage.decrypt_io(reader, decompressor, [identity])
    except (pyrage.DecryptError, zstandard.ZstdError) as problem:
        raise SegmentUnsuitable(str(problem)[:200]) from problem
    except OSError as problem:
        # The library's word for a piece that is not authentic; the system's errors have a number.
        if problem.errno is not None:
            raise
        raise SegmentUnsuitable(str(problem)[:200]) from problem
