import pytest

from chaperone.merkle.errors import MirrorDiffers, WrongEntryCount
from chaperone.merkle.log.hashing import leaf_hashes
from chaperone.merkle.log.tiling import new_files
from tests.merkle.folders import entries

LOG = entries(70_000)


def no_old_tile(level: int, index: int) -> list[bytes]:
    raise AssertionError(f"a new folder has no tile {level}/{index}")


def test_the_files_of_the_specifications_tree_of_70_000() -> None:
    paths = [path for path, _ in new_files(0, 70_000, lambda a, b: LOG[a:b], no_old_tile)]
    assert len([path for path in paths if path.startswith("tile/entries/")]) == 274
    assert len([path for path in paths if path.startswith("tile/0/")]) == 274
    assert "tile/0/273.p/112" in paths
    assert [path for path in paths if path[5] in "123"] == [
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ]


def test_only_what_is_new_between_two_sizes() -> None:
    old = leaf_hashes(LOG[256:300])
    asked = []

    def source(start: int, end: int) -> list[bytes]:
        asked.append((start, end))
        return LOG[start:end]

    files = dict(new_files(300, 310, source, lambda level, index: old))
    assert asked == [(256, 310)]
    assert sorted(files) == ["tile/0/001.p/54", "tile/entries/001.p/54"]


@pytest.mark.parametrize("given", [309, 311, 0])
def test_a_source_that_gives_another_number_is_refused(given: int) -> None:
    with pytest.raises(WrongEntryCount):
        list(new_files(0, 310, lambda start, end: LOG[:given], no_old_tile))


def test_an_old_entry_that_changed_is_refused() -> None:
    old = leaf_hashes([b"what it was", *LOG[257:300]])
    with pytest.raises(MirrorDiffers, match=r"tile/0/001\.p/44"):
        list(new_files(300, 310, lambda a, b: LOG[a:b], lambda level, index: old))
