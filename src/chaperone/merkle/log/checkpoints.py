"""Writing checkpoints (C2SP tlog-checkpoint)."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import NamedTuple

from chaperone.merkle.errors import MalformedCheckpoint
from chaperone.merkle.log.hashing import HASH_SIZE
from chaperone.merkle.log.signing import Signer


class UnverifiedHead(NamedTuple):
    """What a checkpoint says, its signature not looked at."""

    origin: str
    size: int
    root: bytes


def sign_checkpoint(
    signer: Signer, *, size: int, root: bytes, extensions: Sequence[str] = ()
) -> bytes:
    """A signed checkpoint whose origin is the signer's name.

    Size: number of leaves, from 0. Root: 32 bytes. Extensions: lines, not empty.
    Raises MalformedCheckpoint, or MalformedNote for a line that no note may hold.
    """
    if size < 0 or len(root) != HASH_SIZE:
        raise MalformedCheckpoint("(size from 0, root of 32 bytes)")
    if any(not line or "\n" in line for line in extensions):
        raise MalformedCheckpoint("(an extension is one line, not empty)")
    lines = [signer.name, str(size), b64encode(root).decode(), *extensions]
    return signer.sign("".join(f"{line}\n" for line in lines))


def unverified_head(note: bytes) -> UnverifiedHead:
    """Origin, size and root as stated, for the log's own checkpoints; raises MalformedCheckpoint.

    Never for what came from others: see chaperone.merkle.audit.checkpoints.
    """
    try:
        origin, size, root = note.decode().split("\n")[:3]
        head = UnverifiedHead(origin, int(size), b64decode(root, validate=True))
    except ValueError:
        raise MalformedCheckpoint from None
    if head.size < 0 or len(head.root) != HASH_SIZE:
        raise MalformedCheckpoint
    return head
