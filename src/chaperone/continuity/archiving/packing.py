"""Packed (zstd) and encrypted to the recipients (age), as streams: nothing clear on the way."""

from collections.abc import Sequence
from typing import Any

import pyrage
import zstandard

from chaperone.continuity.archiving.errors import NotForThisKey, SegmentUnsuitable
from chaperone.continuity.backups.format import NO_KEY
from chaperone.continuity.backups.streams import Counted


def pack(reader: Any, writer: Any, recipients: Sequence[str]) -> None:
    """From ``reader`` to ``writer``. Raises what they raise."""
    keys = [pyrage.x25519.Recipient.from_str(each) for each in recipients]
    pyrage.encrypt_io(zstandard.ZstdCompressor().stream_reader(reader), writer, keys)


def unpack(reader: Any, writer: Any, identity: pyrage.x25519.Identity) -> None:
    """The way back. Raises ``SegmentUnsuitable``, and what ``reader`` and ``writer`` raise."""
    decompressor = zstandard.ZstdDecompressor().stream_writer(writer, closefd=False)
    source = Counted(reader)
    try:
        pyrage.decrypt_io(source, decompressor, [identity])
    except BaseException as problem:
        # The library replaces what a place that cannot be reached says by an error of its own.
        if source.problem:
            raise source.problem from None
        said = str(problem)[:200]
        if NO_KEY in said:
            raise NotForThisKey from problem
        # Its word for a piece that is not authentic; the system's errors have a number.
        ours = isinstance(problem, OSError) and problem.errno is None
        if ours or isinstance(problem, (pyrage.DecryptError, zstandard.ZstdError)):
            raise SegmentUnsuitable(said) from problem
        raise
