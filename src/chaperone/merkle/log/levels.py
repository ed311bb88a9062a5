"""All hashes of a tree in memory, level by level: a hash source for proofs."""

from collections.abc import Sequence

from chaperone.merkle.errors import OutOfRange
from chaperone.merkle.log.hashing import check_hashes, parents


class Levels:
    """Hashes of every full subtree; 64 bytes and two objects a leaf."""

    def __init__(self, leaf_hashes: Sequence[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        self.append(leaf_hashes)

    @property
    def size(self) -> int:
        """Number of leaves."""
        return len(self._levels[0])

    def append(self, leaf_hashes: Sequence[bytes]) -> None:
        """Append leaf hashes (32 bytes each) in order; raises MalformedHash and then adds none."""
        check_hashes(leaf_hashes)
        self._levels[0].extend(leaf_hashes)
        level = 0
        while len(self._levels[level]) > 1:
            self._extend_above(level)
            level += 1

    def _extend_above(self, level: int) -> None:
        if level + 1 == len(self._levels):
            self._levels.append([])
        below, above = self._levels[level], self._levels[level + 1]
        above.extend(parents(below[2 * len(above) : len(below) // 2 * 2]))

    def __call__(self, level: int, index: int) -> bytes:
        """Root of leaves [index * 2**level, (index + 1) * 2**level); raises OutOfRange."""
        try:
            return self._levels[level][index]
        except IndexError:
            raise OutOfRange(f"(level {level}, index {index})") from None
