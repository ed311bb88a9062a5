"""Which files a growing log adds to its folder, with their contents (C2SP tlog-tiles)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from chaperone.merkle.errors import MirrorDiffers, WrongEntryCount
from chaperone.merkle.log.bundles import encode_bundle
from chaperone.merkle.log.hashing import leaf_hashes, parents
from chaperone.merkle.log.layout import (
    TILE_WIDTH,
    bundle_path,
    hashes_at,
    tile_path,
    width_of,
)


class Destroyed(NamedTuple):
    """Stands for an entry that is no more; its bundle holds nothing in its place."""

    leaf_hash: bytes


Kept = bytes | Destroyed
EntrySource = Callable[[int, int], Iterable[Kept]]
"""entries(start, end): the entries start <= number < end, in order."""

OldTile = Callable[[int, int], list[bytes]]
"""old_tile(level, index): the hashes of a tile as they are in the folder."""


def new_files(
    old_size: int, new_size: int, entries: EntrySource, old_tile: OldTile
) -> Iterator[tuple[str, bytes]]:
    """(path, content) of all that is new between two sizes: bundles and tiles, lowest level first.

    Raises MirrorDiffers if an entry already in the folder's last tile now has another hash;
    WrongEntryCount; EntryTooLong.
    """
    old_last = old_tile(0, old_size // TILE_WIDTH) if old_size % TILE_WIDTH else []
    tops: list[bytes] = []
    start = old_size - len(old_last)
    source = iter(entries(start, new_size))
    for index in range(start // TILE_WIDTH, -(-new_size // TILE_WIDTH)):
        width = width_of(0, index, new_size)
        bundle = list(islice(source, width))
        if len(bundle) != width:
            raise WrongEntryCount(f"(it ended before entry {new_size})")
        hashes = hashes_of(bundle)
        if not tops and hashes[: len(old_last)] != old_last:
            raise MirrorDiffers(f"(in {tile_path(0, index, len(old_last))})")
        yield bundle_path(index, width), encode_bundle(map(_content, bundle))
        yield tile_path(0, index, width), b"".join(hashes)
        if width == TILE_WIDTH:
            tops.append(_top(hashes))
    if next(source, None) is not None:
        raise WrongEntryCount(f"(it went on after entry {new_size - 1})")
    yield from _upper_tiles(old_size, tops, old_tile)


def outgrown(old_size: int, new_size: int) -> Iterator[str]:
    """Paths of the tiles and bundles that the old tree had in part and the new one has in full.

    Their partial ones may go then; else they would outweigh the log.
    """
    level = 0
    while old_hashes := hashes_at(level, old_size):
        index, already = divmod(old_hashes, TILE_WIDTH)
        if already and width_of(level, index, new_size) == TILE_WIDTH:
            yield tile_path(level, index, TILE_WIDTH)
            if level == 0:
                yield bundle_path(index, TILE_WIDTH)
        level += 1


def _upper_tiles(
    old_size: int, added: list[bytes], old_tile: OldTile
) -> Iterator[tuple[str, bytes]]:
    """Tiles of level 1 and up; `added` are the roots of the tiles that the level below filled."""
    level = 1
    while added:
        first, already = divmod(hashes_at(level, old_size), TILE_WIDTH)
        hashes = (old_tile(level, first) if already else []) + added
        added = []
        for start in range(0, len(hashes), TILE_WIDTH):
            tile = hashes[start : start + TILE_WIDTH]
            yield tile_path(level, first + start // TILE_WIDTH, len(tile)), b"".join(tile)
            if len(tile) == TILE_WIDTH:
                added.append(_top(tile))
        level += 1


def _content(entry: Kept) -> bytes:
    return b"" if isinstance(entry, Destroyed) else entry


def hashes_of(bundle: Sequence[Kept]) -> list[bytes]:
    """Their leaf hashes, in order."""
    hashes = leaf_hashes(map(_content, bundle))
    for place, entry in enumerate(bundle):
        if isinstance(entry, Destroyed):
            hashes[place] = entry.leaf_hash
    return hashes


def _top(hashes: list[bytes]) -> bytes:
    """Root of a full tile."""
    while len(hashes) > 1:
        hashes = parents(hashes)
    return hashes[0]
