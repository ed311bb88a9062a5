import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.merkle.errors import MalformedHash, OutOfRange
from chaperone.merkle.log.hashing import leaf_hashes
from chaperone.merkle.log.levels import Levels
from tests.merkle import oracle
from tests.merkle.folders import entries


@settings(deadline=None)
@given(batches=st.lists(st.integers(0, 30), max_size=5))
def test_every_full_subtree_has_the_oracles_root(batches: list[int]) -> None:
    log = entries(sum(batches))
    levels = Levels()
    for batch in batches:
        levels.append(leaf_hashes(log[levels.size : levels.size + batch]))
    for level in range(len(log).bit_length()):
        for index in range(len(log) >> level):
            subtree = log[index << level : (index + 1) << level]
            assert levels(level, index) == oracle.mth(subtree)


@pytest.mark.parametrize(("level", "index"), [(0, 5), (1, 2), (3, 0), (64, 0)])
def test_a_subtree_that_is_not_full_is_out_of_range(level: int, index: int) -> None:
    levels = Levels(leaf_hashes(entries(5)))
    with pytest.raises(OutOfRange):
        levels(level, index)


def test_a_hash_of_another_length_adds_nothing() -> None:
    levels = Levels()
    with pytest.raises(MalformedHash):
        levels.append([bytes(32), b"short"])
    assert levels.size == 0
