import pytest

from chaperone.merkle.log import layout


@pytest.mark.parametrize(
    ("index", "path"),
    [
        (0, "000"),
        (7, "007"),
        (999, "999"),
        (1000, "x001/000"),
        (1234, "x001/234"),
        (999_999, "x999/999"),
        (1_000_000, "x001/x000/000"),
        (1_234_067, "x001/x234/067"),
        (2**56, "x072/x057/x594/x037/x927/936"),
    ],
)
def test_an_index_in_a_path(index: int, path: str) -> None:
    assert layout.tile_path(0, index, 256) == f"tile/0/{path}"
    assert layout.bundle_path(index, 256) == f"tile/entries/{path}"
    assert layout.kept_checkpoint_path(index) == f"checkpoints/{path}"


def test_partial_tiles_have_their_width_at_the_end() -> None:
    assert layout.tile_path(3, 1234, 1) == "tile/3/x001/234.p/1"
    assert layout.bundle_path(5, 255) == "tile/entries/005.p/255"


def test_the_specifications_tree_of_70_000() -> None:
    assert [layout.hashes_at(level, 70_000) for level in range(4)] == [70_000, 273, 1, 0]
    assert layout.width_of(0, 272, 70_000) == 256
    assert layout.width_of(0, 273, 70_000) == 112
    assert layout.width_of(1, 0, 70_000) == 256
    assert layout.width_of(1, 1, 70_000) == 17
    assert layout.width_of(2, 0, 70_000) == 1
    assert layout.width_of(2, 1, 70_000) <= 0
