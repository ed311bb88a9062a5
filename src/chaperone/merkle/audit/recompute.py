"""The tree's hashes computed anew from the entries (RFC 9162 section 2.1.1).

Written apart from the log's own hashing, so that one mistake cannot hide in both.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

HASH_SIZE = 32
ROOT_OF_NOTHING = sha256().digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """SHA-256(0x00 || entry) of each entry, in order."""
    digest = sha256
    return [digest(b"\x00" + entry).digest() for entry in entries]


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def level_above(hashes: Sequence[bytes]) -> list[bytes]:
    """Hashes of all full pairs; one left over at the end is left out."""
    digest = sha256
    neighbours = zip(hashes[0::2], hashes[1::2], strict=False)
    return [digest(b"\x01" + left + right).digest() for left, right in neighbours]


def levels_of(hashes: list[bytes]) -> list[list[bytes]]:
    """The hashes themselves, then each level above, up to the last that has a full subtree."""
    levels = [hashes]
    while len(levels[-1]) > 1:
        levels.append(level_above(levels[-1]))
    return levels


def subtree_root(hashes: Sequence[bytes]) -> bytes:
    """Root over a run of leaf hashes; the empty root of none.

    Serves as well to join ranges that were computed apart: given the roots of consecutive ranges
    of 2**k leaves each (same k; only the last may be shorter), it returns the root of them all.
    """
    level = list(hashes)
    while len(level) > 1:
        left_over = level[-1:] if len(level) % 2 else []
        level = level_above(level) + left_over
    return level[0] if level else ROOT_OF_NOTHING
