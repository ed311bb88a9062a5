"""Writing checkpoints (C2SP tlog-checkpoint)."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import NamedTuple

from chaperone.merkle.errors import MalformedCheckpoint, MalformedKeyChange
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
    return signer.sign(_text(signer.name, size, root, extensions))


def sign_key_change(signer: Signer, successor: Signer, *, size: int, root: bytes) -> bytes:
    """The statement that `successor` signs every checkpoint of more than `size` leaves.

    A checkpoint of that size that names the next key, signed by both. Raises MalformedCheckpoint,
    and MalformedKeyChange unless the keys are two of one log.
    """
    if signer.name != successor.name or signer.seed == successor.seed:
        raise MalformedKeyChange("(two different keys of one log)")
    extensions = [f"next-key {successor.verifier_key}"]
    return signer.sign(_text(signer.name, size, root, extensions), successor)


def sign_destruction(
    signer: Signer, *, size: int, root: bytes, runs: Sequence[tuple[int, int]], digest: bytes
) -> bytes:
    """The statement that the entries of `runs` (first and last, rising) were destroyed.

    A checkpoint of a tree that holds them. Digest: SHA-256 over their leaf hashes. Raises
    MalformedCheckpoint.
    """
    named = ",".join(f"{first}-{last}" for first, last in runs)
    return sign_checkpoint(
        signer, size=size, root=root, extensions=[f"destroyed {named} {digest.hex()}"]
    )


def sign_restoration(
    signer: Signer,
    *,
    size: int,
    root: bytes,
    backup: int,
    kept: int,
    bound: tuple[int, bytes],
    unread: Sequence[tuple[int, int]],
) -> bytes:
    """The statement that the log goes on after a restore: see `chaperone.merkle.audit.restored`.

    Bound: size and root of the last checkpoint that is known to have been signed before. Unread:
    first and last of each run, rising. Raises MalformedCheckpoint.
    """
    runs = ",".join(f"{first}-{last}" for first, last in unread) or "-"
    line = f"restored {backup} {kept} {bound[0]} {bound[1].hex()} {runs}"
    return sign_checkpoint(signer, size=size, root=root, extensions=[line])


def _text(origin: str, size: int, root: bytes, extensions: Sequence[str]) -> str:
    if size < 0 or len(root) != HASH_SIZE:
        raise MalformedCheckpoint("(size from 0, root of 32 bytes)")
    if any(not line or "\n" in line for line in extensions):
        raise MalformedCheckpoint("(an extension is one line, not empty)")
    lines = [origin, str(size), b64encode(root).decode(), *extensions]
    return "".join(f"{line}\n" for line in lines)


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
