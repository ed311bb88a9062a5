"""Hashes of a tree out of its tiles: a hash source for proofs."""

from functools import lru_cache

from chaperone.merkle.errors import MissingTile, OutOfRange
from chaperone.merkle.log.hashing import HASH_SIZE, parents
from chaperone.merkle.log.layout import TILE_HEIGHT, TILE_WIDTH, tile_path, width_of
from chaperone.merkle.log.stores import Store

CACHED_TILES = 256


class TileReader:
    """Hash source over tiles in C2SP tlog-tiles layout, for the tree of the first `size` leaves."""

    def __init__(self, store: Store, size: int) -> None:
        self._store = store
        self._size = size
        self._levels_of = lru_cache(CACHED_TILES)(self._read_levels)

    def __call__(self, level: int, index: int) -> bytes:
        """Root of leaves [index * 2**level, (index + 1) * 2**level).

        Raises OutOfRange beyond the size, MissingTile.
        """
        if index < 0 or (index + 1) << level > self._size:
            raise OutOfRange(f"(level {level}, index {index})")
        tile_level, height = divmod(level, TILE_HEIGHT)
        tile, place = divmod(index, TILE_WIDTH >> height)
        return self._levels_of(tile_level, tile)[height][place]

    def hashes(self, tile_level: int, tile: int) -> list[bytes]:
        """The hashes of one tile, as many as the size has; raises MissingTile."""
        width = width_of(tile_level, tile, self._size)
        data = self._read(tile_level, tile, width)[: width * HASH_SIZE]
        if len(data) != width * HASH_SIZE:
            raise MissingTile(f"({tile_path(tile_level, tile, width)})")
        return [data[start : start + HASH_SIZE] for start in range(0, len(data), HASH_SIZE)]

    def _read(self, tile_level: int, tile: int, width: int) -> bytes:
        """A partial tile may have been removed once the full one was there."""
        for candidate in (width, TILE_WIDTH):
            found = self._store.read(tile_path(tile_level, tile, candidate))
            if found is not None:
                return found
        raise MissingTile(f"({tile_path(tile_level, tile, width)})")

    def _read_levels(self, tile_level: int, tile: int) -> list[list[bytes]]:
        levels = [self.hashes(tile_level, tile)]
        while len(levels[-1]) > 1:
            below = levels[-1]
            levels.append(parents(below[: len(below) // 2 * 2]))
        return levels
