"""Rebuilding the tree from its entries and holding every tile against it."""

from collections import defaultdict
from functools import reduce

from chaperone.merkle.audit.folder import Folder
from chaperone.merkle.audit.layout import TILE_WIDTH, bundle_path, tile_path, tile_width
from chaperone.merkle.audit.recompute import (
    ROOT_OF_NOTHING,
    levels_of,
    node_hash,
    subtree_root,
)
from chaperone.merkle.errors import BadPlace


class Rebuild:
    """The tree of a folder, grown bundle by bundle; `size` and `signed_root` are the head's."""

    def __init__(self, folder: Folder, size: int, signed_root: bytes) -> None:
        self._folder = folder
        self._size = size
        self._signed_root = signed_root
        self._open: dict[int, list[bytes]] = defaultdict(list)  # hashes of each level's last tile
        self._full: dict[int, int] = defaultdict(int)  # number of full tiles of each level
        self.tiles = 0

    def add(self, hashes: list[bytes]) -> None:
        """Add the leaf hashes of the next bundle; raises BadPlace where a full tile differs."""
        level = 0
        self._open[0] = hashes
        while len(full := self._open[level]) == TILE_WIDTH:
            index = self._full[level]
            self._compare(level, index, full)
            self._full[level] += 1
            self._open[level] = []
            level += 1
            self._open[level].append(subtree_root(full))

    def finish(self) -> None:
        """Compare the partial tiles; raises BadPlace."""
        for level in sorted(self._open):
            if self._open[level]:
                self._compare(level, self._full[level], self._open[level])

    def roots(self, hashes: list[bytes], widths: list[int]) -> list[bytes]:
        """Root of the tree so far and the first `width` of the next bundle's hashes, for each."""
        left = [
            piece
            for level in sorted(self._open, reverse=True)
            for piece in _pieces(levels_of(self._open[level]), len(self._open[level]))
        ]
        levels = levels_of(hashes)
        return [_join([*left, *_pieces(levels, width)]) for width in widths]

    def root(self) -> bytes:
        """Root of all that was added."""
        return self.roots([], [0])[0]

    def _compare(self, level: int, index: int, found: list[bytes]) -> None:
        file, stored = self._folder.tile(level, index, len(found))
        self.tiles += 1
        if stored == found:
            return
        place = next(at for at, hash_ in enumerate(stored) if hash_ != found[at])
        if self._tile_is_signed(level, index, stored):
            raise self._blame_below(level, index, place, stored[place], found[place])
        raise BadPlace(file, index=place, expected=found[place].hex(), found=stored[place].hex())

    def _tile_is_signed(self, level: int, index: int, stored: list[bytes]) -> bool:
        """Whether the tile agrees with what is above it, so that what is below must be wrong."""
        if len(stored) < TILE_WIDTH:
            return self.root() != self._signed_root
        above, place = divmod(index, TILE_WIDTH)
        width = tile_width(level + 1, above, self._size)
        _, parents = self._folder.tile(level + 1, above, width)
        return parents[place] == subtree_root(stored)

    def _blame_below(
        self, level: int, index: int, place: int, expected: bytes, found: bytes
    ) -> BadPlace:
        number = index * TILE_WIDTH + place
        if level:
            file = tile_path(level - 1, number, TILE_WIDTH)
            return BadPlace(file, expected=f"root {expected.hex()}", found=found.hex())
        file = bundle_path(index, tile_width(0, index, self._size))
        return BadPlace(file, index=number, expected=expected.hex(), found=found.hex())


def _pieces(levels: list[list[bytes]], width: int) -> list[bytes]:
    """Roots of the full subtrees that make up the first `width` hashes, widest first."""
    bits = range(width.bit_length() - 1, -1, -1)
    return [levels[bit][(width >> bit) - 1] for bit in bits if width >> bit & 1]


def _join(pieces: list[bytes]) -> bytes:
    """Root over full subtrees of falling width."""
    if not pieces:
        return ROOT_OF_NOTHING
    return reduce(lambda right, left: node_hash(left, right), reversed(pieces))
