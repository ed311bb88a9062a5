import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.merkle.audit.inclusion import verify_inclusion
from chaperone.merkle.errors import (
    MalformedHash,
    MerkleError,
    OutOfRange,
    WrongProofLength,
    WrongRoot,
)
from chaperone.merkle.log.hashing import leaf_hash, leaf_hashes, node_hash
from tests.merkle import oracle, vectors
from tests.merkle.folders import entries

LEAVES = leaf_hashes(vectors.ENTRIES)
NODES = [node_hash(LEAVES[place], LEAVES[place + 1]) for place in range(0, 8, 2)]
PROOF_OF_5 = vectors.INCLUSION[2][2]

# What a good proof of entry 5 of 8 becomes, and the error that must come of it.
BAD: dict[str, tuple[type[MerkleError], dict[str, object]]] = {
    "index before": (WrongRoot, {"index": 4}),
    "index after": (WrongRoot, {"index": 6}),
    "index in the other half": (WrongRoot, {"index": 1}),
    "index is the size": (OutOfRange, {"index": 8}),
    "index is negative": (OutOfRange, {"index": -1}),
    "size is 0": (OutOfRange, {"size": 0}),
    "size is negative": (OutOfRange, {"size": -8}),
    "size of a shorter tree": (WrongProofLength, {"size": 6, "index": 5}),
    "size of a taller tree": (WrongProofLength, {"size": 16}),
    "root of another size": (WrongRoot, {"root": vectors.ROOTS[7]}),
    "root of the empty tree": (WrongRoot, {"root": vectors.EMPTY_ROOT}),
    "root is a leaf": (WrongRoot, {"root": LEAVES[5]}),
    "root is cut": (MalformedHash, {"root": vectors.ROOTS[8][:31]}),
    "root is nothing": (MalformedHash, {"root": b""}),
    "leaf of another entry": (WrongRoot, {"leaf_hash": LEAVES[4]}),
    "leaf is the entry itself": (MalformedHash, {"leaf_hash": vectors.ENTRIES[5]}),
    "leaf is cut": (MalformedHash, {"leaf_hash": LEAVES[5][:31]}),
    "siblings swapped": (WrongRoot, {"proof": [PROOF_OF_5[1], PROOF_OF_5[0], PROOF_OF_5[2]]}),
    "siblings reversed": (WrongRoot, {"proof": PROOF_OF_5[::-1]}),
    "proof cut at the end": (WrongProofLength, {"proof": PROOF_OF_5[:-1]}),
    "proof cut at the start": (WrongProofLength, {"proof": PROOF_OF_5[1:]}),
    "proof is empty": (WrongProofLength, {"proof": []}),
    "extra node at the end": (WrongProofLength, {"proof": [*PROOF_OF_5, vectors.ROOTS[8]]}),
    "extra node at the start": (WrongProofLength, {"proof": [LEAVES[5], *PROOF_OF_5]}),
    "extra node in the middle": (
        WrongProofLength,
        {"proof": [*PROOF_OF_5[:1], LEAVES[0], *PROOF_OF_5[1:]]},
    ),
    "nothing at the end": (MalformedHash, {"proof": [*PROOF_OF_5, b""]}),
    "a node of 33 bytes": (MalformedHash, {"proof": [PROOF_OF_5[0] + b"\0", *PROOF_OF_5[1:]]}),
}


def verify(**changed: object) -> None:
    arguments: dict[str, object] = {
        "index": 5,
        "size": 8,
        "leaf_hash": LEAVES[5],
        "proof": PROOF_OF_5,
        "root": vectors.ROOTS[8],
    }
    verify_inclusion(**(arguments | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(("index", "size", "proof"), vectors.INCLUSION)
def test_the_known_proofs_hold(index: int, size: int, proof: list[bytes]) -> None:
    verify(index=index, size=size, leaf_hash=LEAVES[index], proof=proof, root=vectors.ROOTS[size])


@pytest.mark.parametrize("name", BAD)
def test_a_named_bad_proof_is_refused(name: str) -> None:
    verify()
    error, changed = BAD[name]
    with pytest.raises(error):
        verify(**changed)


def test_a_node_cannot_stand_for_a_leaf() -> None:
    """The upper part of a proof, with an inner node as the leaf, is refused for every index."""
    for index in range(8):
        with pytest.raises(WrongProofLength):
            verify(index=index, leaf_hash=NODES[2], proof=PROOF_OF_5[1:])
    # A tree of half the size has that shape: its signed root is what tells them apart.
    with pytest.raises(WrongRoot):
        verify(index=2, size=4, leaf_hash=NODES[2], proof=PROOF_OF_5[1:], root=vectors.ROOTS[4])


def test_an_entry_made_of_two_hashes_is_no_second_preimage() -> None:
    """Without the first byte that tells leaves from nodes, this entry would pass as one leaf."""
    forged = leaf_hash(LEAVES[4] + LEAVES[5])
    with pytest.raises(WrongRoot):
        verify(index=2, size=4, leaf_hash=forged, proof=PROOF_OF_5[1:])


@settings(deadline=None)
@given(data=st.data(), size=st.integers(1, 300))
def test_the_oracles_proof_holds_and_a_changed_bit_does_not(data: st.DataObject, size: int) -> None:
    log = entries(size)
    index = data.draw(st.integers(0, size - 1))
    proof, root, leaf = oracle.path(index, log), oracle.mth(log), leaf_hash(log[index])
    verify_inclusion(index=index, size=size, leaf_hash=leaf, proof=proof, root=root)
    parts = [leaf, root, *proof]
    changed = data.draw(st.integers(0, len(parts) - 1))
    bit = data.draw(st.integers(0, 255))
    value = int.from_bytes(parts[changed], "big") ^ 1 << bit
    parts[changed] = value.to_bytes(32, "big")
    with pytest.raises(WrongRoot):
        verify_inclusion(index=index, size=size, leaf_hash=parts[0], root=parts[1], proof=parts[2:])


@settings(deadline=None)
@given(data=st.data(), size=st.integers(2, 300))
def test_a_proof_holds_for_its_own_index_only(data: st.DataObject, size: int) -> None:
    log = [b"%d" % number for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda number: number != index))
    proof, root = oracle.path(index, log), oracle.mth(log)
    with pytest.raises((WrongRoot, WrongProofLength)):
        verify_inclusion(
            index=other, size=size, leaf_hash=leaf_hash(log[index]), proof=proof, root=root
        )


@settings(deadline=None)
@given(
    index=st.integers(-2, 2**70),
    size=st.integers(-2, 2**70),
    leaf=st.binary(min_size=31, max_size=33),
    proof=st.lists(st.binary(min_size=32, max_size=32), max_size=80),
)
def test_anything_else_ends_in_a_typed_error(
    index: int, size: int, leaf: bytes, proof: list[bytes]
) -> None:
    with pytest.raises(MerkleError):
        verify_inclusion(index=index, size=size, leaf_hash=leaf, proof=proof, root=bytes(32))
