"""The tree's hash functions, as the keeper of the log uses them (RFC 9162 section 2.1.1)."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from chaperone.merkle.errors import MalformedHash

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Hash of one entry: SHA-256(0x00 || entry)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an interior node: SHA-256(0x01 || left || right), of two hashes of 32 bytes."""
    return sha256(b"\x01" + left + right).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """Leaf hashes of many entries, in their order."""
    hashed = sha256  # a local name is looked up faster; this loop runs a million times
    return [hashed(b"\x00" + entry).digest() for entry in entries]


def parents(hashes: Sequence[bytes]) -> list[bytes]:
    """Hashes of the next level up from an even number of neighbouring hashes."""
    hashed = sha256
    pairs = zip(hashes[::2], hashes[1::2], strict=True)
    return [hashed(b"\x01" + left + right).digest() for left, right in pairs]


def check_hashes(hashes: Iterable[bytes]) -> None:
    """Raises MalformedHash unless every hash is 32 bytes long."""
    if set(map(len, hashes)) - {HASH_SIZE}:
        raise MalformedHash
