from pathlib import Path

import pytest

from chaperone.merkle.errors import MissingTile, OutOfRange
from chaperone.merkle.log.hashing import leaf_hashes
from chaperone.merkle.log.layout import tile_path
from chaperone.merkle.log.levels import Levels
from chaperone.merkle.log.proofs import prove_consistency, prove_inclusion, root_of
from chaperone.merkle.log.reader import TileReader
from chaperone.merkle.log.stores import FolderStore
from tests.merkle.folders import entries, publish_sizes

LOG = entries(66_000)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("log")
    publish_sizes(path, LOG, 300, 66_000)
    return path


@pytest.mark.parametrize("size", [1, 256, 300, 65_536, 65_537, 66_000])
def test_proofs_from_tiles_are_those_from_memory(folder: Path, size: int) -> None:
    """Also for sizes whose own partial tiles are gone: the full ones hold the same hashes."""
    tiles, memory = TileReader(FolderStore(folder), size), Levels(leaf_hashes(LOG[:size]))
    assert root_of(size, tiles) == root_of(size, memory)
    for index in (0, size // 3, size - 1):
        assert prove_inclusion(index, size, tiles) == prove_inclusion(index, size, memory)
        assert prove_consistency(index, size, tiles) == prove_consistency(index, size, memory)


@pytest.mark.parametrize(("level", "index"), [(0, 66_000), (0, -1), (16, 1), (17, 0)])
def test_nothing_beyond_the_size(folder: Path, level: int, index: int) -> None:
    with pytest.raises(OutOfRange):
        TileReader(FolderStore(folder), 66_000)(level, index)


def test_a_missing_and_a_cut_tile_are_named(tmp_path: Path) -> None:
    publish_sizes(tmp_path, LOG, 600)
    tile = tmp_path / tile_path(0, 1, 256)
    tile.write_bytes(tile.read_bytes()[:-1])
    with pytest.raises(MissingTile, match="tile/0/001"):
        TileReader(FolderStore(tmp_path), 600)(0, 300)
    tile.unlink()
    with pytest.raises(MissingTile, match="tile/0/001"):
        TileReader(FolderStore(tmp_path), 600)(0, 300)
