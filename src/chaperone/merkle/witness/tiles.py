"""Hashes of a log's subtrees out of the tiles that a source hands out."""

from functools import lru_cache

from chaperone.merkle.audit.layout import TILE_HEIGHT, TILE_WIDTH, tile_path, tile_width
from chaperone.merkle.audit.recompute import HASH_SIZE, levels_of
from chaperone.merkle.errors import NotFetched, NotThere
from chaperone.merkle.witness.sources import Source

CACHED_TILES = 64


class Tiles:
    """Subtree hashes of the tree of `size` leaves; each tile is fetched once."""

    def __init__(self, source: Source, size: int) -> None:
        self._source = source
        self._size = size
        self._levels = lru_cache(CACHED_TILES)(self._fetch)

    def __call__(self, level: int, index: int) -> bytes:
        """Root of the full subtree [index * 2**level, (index + 1) * 2**level).

        Raises NotFetched, NotThere, Alarm.
        """
        tile_level, height = divmod(level, TILE_HEIGHT)
        tile, place = divmod(index, TILE_WIDTH >> height)
        return self._levels(tile_level, tile)[height][place]

    def _fetch(self, level: int, tile: int) -> list[list[bytes]]:
        width = tile_width(level, tile, self._size)
        data = self._either(level, tile, width)[: width * HASH_SIZE]
        if len(data) != width * HASH_SIZE:
            raise NotFetched(f"({tile_path(level, tile, width)} is too short)")
        return levels_of([data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)])

    def _either(self, level: int, tile: int, width: int) -> bytes:
        """A partial tile may have been removed once the full one was there."""
        longest = TILE_WIDTH * HASH_SIZE
        try:
            return self._source.read(tile_path(level, tile, width), longest)
        except NotThere:
            if width == TILE_WIDTH:
                raise
            return self._source.read(tile_path(level, tile, TILE_WIDTH), longest)
