from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.merkle.audit.recompute import (
    ROOT_OF_NOTHING,
    leaf_hashes,
    level_above,
    levels_of,
    node_hash,
    subtree_root,
)
from tests.merkle import oracle, vectors
from tests.merkle.folders import entries


def test_the_known_roots() -> None:
    assert vectors.EMPTY_ROOT == ROOT_OF_NOTHING
    for size, root in enumerate(vectors.ROOTS):
        assert subtree_root(leaf_hashes(vectors.ENTRIES[:size])) == root


@settings(deadline=None)
@given(size=st.integers(0, 700))
def test_any_root_is_the_oracles(size: int) -> None:
    assert subtree_root(leaf_hashes(entries(size))) == oracle.mth(entries(size))


@settings(deadline=None)
@given(size=st.integers(0, 700), height=st.integers(0, 8))
def test_ranges_that_were_computed_apart_join_to_the_same_root(size: int, height: int) -> None:
    hashes = leaf_hashes(entries(size))
    ranges = [hashes[start : start + 2**height] for start in range(0, size, 2**height)]
    assert subtree_root([subtree_root(part) for part in ranges]) == subtree_root(hashes)


def test_the_input_is_left_as_it_was() -> None:
    hashes = leaf_hashes(entries(5))
    copy = list(hashes)
    subtree_root(hashes)
    assert hashes == copy


def test_a_hash_left_over_has_no_place_in_the_level_above() -> None:
    hashes = leaf_hashes(vectors.ENTRIES[:3])
    assert level_above(hashes) == [node_hash(hashes[0], hashes[1])]
    assert [len(level) for level in levels_of(leaf_hashes(entries(7)))] == [7, 3, 1]
    assert levels_of([]) == [[]]
