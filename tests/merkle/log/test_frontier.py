import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.merkle.errors import MalformedFrontier, MalformedHash
from chaperone.merkle.log.frontier import Frontier
from chaperone.merkle.log.hashing import leaf_hashes
from tests.merkle import oracle, vectors
from tests.merkle.folders import entries


@pytest.mark.parametrize("size", range(9))
def test_the_known_roots(size: int) -> None:
    frontier = Frontier()
    frontier.append(leaf_hashes(vectors.ENTRIES[:size]))
    assert frontier.size == size
    assert frontier.root() == vectors.ROOTS[size]


@settings(deadline=None)
@given(batches=st.lists(st.integers(0, 40), max_size=8))
def test_batches_of_any_size_give_the_oracles_root(batches: list[int]) -> None:
    log = entries(sum(batches))
    frontier = Frontier()
    for batch in batches:
        frontier.append(leaf_hashes(log[frontier.size : frontier.size + batch]))
        assert frontier.root() == oracle.mth(log[: frontier.size])


@settings(deadline=None)
@given(size=st.integers(0, 300), more=st.integers(0, 10))
def test_a_restored_frontier_goes_on_where_it_was(size: int, more: int) -> None:
    hashes = leaf_hashes(entries(size + more))
    frontier = Frontier()
    frontier.append(hashes[:size])
    restored = Frontier.from_bytes(frontier.to_bytes())
    for grown in (frontier, restored):
        grown.append(hashes[size:])
    assert restored.root() == frontier.root()
    assert restored.to_bytes() == frontier.to_bytes()


def test_a_hash_of_another_length_adds_nothing() -> None:
    frontier = Frontier()
    with pytest.raises(MalformedHash):
        frontier.append([bytes(32), bytes(31)])
    assert frontier.size == 0
    assert frontier.root() == vectors.EMPTY_ROOT


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("nothing", b""),
        ("no size", b"\x01"),
        ("unknown version", b"\x02" + bytes(8)),
        ("a peak is missing", b"\x01" + (3).to_bytes(8, "big") + bytes(32)),
        ("a peak too many", b"\x01" + (1).to_bytes(8, "big") + bytes(64)),
        ("a cut peak", b"\x01" + (1).to_bytes(8, "big") + bytes(31)),
        ("trailing byte", b"\x01" + bytes(8) + b"\x00"),
    ],
)
def test_a_damaged_frontier_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(MalformedFrontier):
        Frontier.from_bytes(data)


@settings(deadline=None)
@given(data=st.binary(max_size=120))
def test_any_bytes_are_a_frontier_or_refused(data: bytes) -> None:
    try:
        frontier = Frontier.from_bytes(data)
    except MalformedFrontier:
        return
    assert frontier.to_bytes() == data
