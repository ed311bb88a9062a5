import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.merkle.errors import OutOfRange
from chaperone.merkle.log.hashing import leaf_hashes
from chaperone.merkle.log.levels import Levels
from chaperone.merkle.log.proofs import prove_consistency, prove_inclusion, root_of
from tests.merkle import oracle, vectors
from tests.merkle.folders import entries

KNOWN = Levels(leaf_hashes(vectors.ENTRIES))
LOG = entries(600)
GROWN = Levels(leaf_hashes(LOG))


@pytest.mark.parametrize(("index", "size", "proof"), vectors.INCLUSION)
def test_the_known_inclusion_proofs(index: int, size: int, proof: list[bytes]) -> None:
    assert prove_inclusion(index, size, KNOWN) == proof


@pytest.mark.parametrize(("old", "new", "proof"), vectors.CONSISTENCY)
def test_the_known_consistency_proofs(old: int, new: int, proof: list[bytes]) -> None:
    assert prove_consistency(old, new, KNOWN) == proof


@pytest.mark.parametrize("size", range(9))
def test_the_known_roots(size: int) -> None:
    assert root_of(size, KNOWN) == vectors.ROOTS[size]


def test_every_small_proof_is_the_oracles() -> None:
    for size in range(1, 34):
        for index in range(size):
            assert prove_inclusion(index, size, GROWN) == oracle.path(index, LOG[:size])
            if index:
                assert prove_consistency(index, size, GROWN) == oracle.proof(index, LOG[:size])


@settings(deadline=None)
@given(data=st.data(), size=st.integers(1, 600))
def test_proofs_in_larger_trees_are_the_oracles(data: st.DataObject, size: int) -> None:
    """The source holds 600 leaves: a proof for a smaller size must not reach beyond it."""
    index = data.draw(st.integers(0, size - 1))
    assert root_of(size, GROWN) == oracle.mth(LOG[:size])
    assert prove_inclusion(index, size, GROWN) == oracle.path(index, LOG[:size])
    old = data.draw(st.integers(1, size))
    assert prove_consistency(old, size, GROWN) == oracle.proof(old, LOG[:size])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (8, 8), (-1, 8), (0, -1)])
def test_no_inclusion_proof_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(OutOfRange):
        prove_inclusion(index, size, KNOWN)


@pytest.mark.parametrize(("old", "new"), [(9, 8), (-1, 8), (-2, -1)])
def test_no_consistency_proof_back_in_time(old: int, new: int) -> None:
    with pytest.raises(OutOfRange):
        prove_consistency(old, new, KNOWN)


def test_no_proof_for_more_leaves_than_the_source_has() -> None:
    with pytest.raises(OutOfRange):
        prove_inclusion(0, 9, KNOWN)
    with pytest.raises(OutOfRange):
        root_of(9, KNOWN)
    with pytest.raises(OutOfRange):
        root_of(-1, KNOWN)


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 8), (8, 8)])
def test_the_empty_tree_and_the_same_tree_need_no_proof(old: int, new: int) -> None:
    assert prove_consistency(old, new, KNOWN) == []
