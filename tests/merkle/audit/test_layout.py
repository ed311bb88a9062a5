import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.merkle.audit import layout
from chaperone.merkle.log import layout as keeper


@pytest.mark.parametrize(
    ("index", "path"),
    [(0, "000"), (999, "999"), (1000, "x001/000"), (1_234_067, "x001/x234/067")],
)
def test_an_index_in_a_path(index: int, path: str) -> None:
    assert layout.index_path(index) == path


@settings(deadline=None)
@given(
    level=st.integers(0, 63),
    index=st.integers(0, 2**56),
    width=st.integers(1, 256),
    size=st.integers(0, 2**63),
)
def test_who_checks_looks_where_who_keeps_wrote(
    level: int, index: int, width: int, size: int
) -> None:
    assert layout.tile_path(level, index, width) == keeper.tile_path(level, index, width)
    assert layout.bundle_path(index, width) == keeper.bundle_path(index, width)
    assert layout.tile_width(level, index, size) == keeper.width_of(level, index, size)
    kept = f"{layout.KEPT_CHECKPOINTS}/{layout.index_path(size)}"
    assert kept == keeper.kept_checkpoint_path(size)
