import pytest

from chaperone.merkle.errors import MalformedHash
from chaperone.merkle.log import hashing
from tests.merkle import vectors


def test_the_empty_root_and_the_empty_leaf_are_those_of_the_rfc() -> None:
    assert vectors.EMPTY_ROOT == hashing.EMPTY_ROOT
    assert hashing.leaf_hash(b"") == vectors.ROOTS[1]


def test_a_node_of_two_leaves_is_the_known_root_of_two() -> None:
    left, right = hashing.leaf_hashes(vectors.ENTRIES[:2])
    assert hashing.node_hash(left, right) == vectors.ROOTS[2]
    assert hashing.parents([left, right]) == [vectors.ROOTS[2]]


def test_a_leaf_and_a_node_of_the_same_bytes_have_different_hashes() -> None:
    left, right = hashing.leaf_hashes(vectors.ENTRIES[:2])
    assert hashing.leaf_hash(left + right) != hashing.node_hash(left, right)
    assert hashing.leaf_hash(b"\x01" + left + right) != hashing.node_hash(left, right)


def test_many_leaves_hash_as_each_one_does() -> None:
    each = [hashing.leaf_hash(entry) for entry in vectors.ENTRIES]
    assert hashing.leaf_hashes(iter(vectors.ENTRIES)) == each


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_hash_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(MalformedHash):
        hashing.check_hashes([bytes(32), bytes(length)])
