"""The right edge of a growing tree: all that is needed to append and to know the root."""

from collections.abc import Sequence
from typing import Self

from chaperone.merkle.errors import MalformedFrontier
from chaperone.merkle.log.hashing import EMPTY_ROOT, HASH_SIZE, check_hashes, node_hash, parents

VERSION = b"\x01"
HEADER = len(VERSION) + 8


class Frontier:
    """Roots of the full subtrees that make up a tree of `size` leaves, one for each bit of size.

    Source: RFC 9162 section 2.1.2 (the hash stack), here appending many leaves at once.
    """

    def __init__(self) -> None:
        self.size = 0
        self._peaks: dict[int, bytes] = {}  # level -> root of the full subtree of 2**level leaves

    def append(self, leaf_hashes: Sequence[bytes]) -> None:
        """Append leaf hashes (32 bytes each) in order; raises MalformedHash and then adds none."""
        check_hashes(leaf_hashes)
        self.size += len(leaf_hashes)
        level, carried = 0, list(leaf_hashes)
        while carried:
            if level in self._peaks:
                carried.insert(0, self._peaks.pop(level))
            if len(carried) % 2:
                self._peaks[level] = carried.pop()
            carried = parents(carried)
            level += 1

    def root(self) -> bytes:
        """Merkle tree hash of all leaves appended so far; EMPTY_ROOT of none."""
        root = b""
        for level in sorted(self._peaks):
            root = node_hash(self._peaks[level], root) if root else self._peaks[level]
        return root or EMPTY_ROOT

    def to_bytes(self) -> bytes:
        """Version byte 0x01, size as 8 bytes big-endian, then the roots from the lowest level."""
        peaks = b"".join(self._peaks[level] for level in sorted(self._peaks))
        return VERSION + self.size.to_bytes(8, "big") + peaks

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The frontier that to_bytes wrote; raises MalformedFrontier."""
        if len(data) < HEADER or data[:1] != VERSION:
            raise MalformedFrontier("(unknown version or too short)")
        frontier = cls()
        frontier.size = int.from_bytes(data[1:HEADER], "big")
        levels = [level for level in range(64) if frontier.size >> level & 1]
        if len(data) != HEADER + HASH_SIZE * len(levels):
            raise MalformedFrontier("(length does not fit the size)")
        for place, level in enumerate(levels):
            start = HEADER + HASH_SIZE * place
            frontier._peaks[level] = data[start : start + HASH_SIZE]
        return frontier
