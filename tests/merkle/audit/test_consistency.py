import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.merkle.audit.consistency import verify_consistency
from chaperone.merkle.errors import (
    MalformedHash,
    MerkleError,
    OutOfRange,
    WrongProofLength,
    WrongRoot,
)
from tests.merkle import oracle, vectors
from tests.merkle.folders import entries

ROOTS = vectors.ROOTS
PROOF = vectors.CONSISTENCY[2][2]  # from 6 to 8

BAD: dict[str, tuple[type[MerkleError], dict[str, object]]] = {
    "old size before, by two": (WrongProofLength, {"old_size": 4}),
    "old size after": (WrongProofLength, {"old_size": 7}),
    "old size before, by one": (WrongProofLength, {"old_size": 5}),
    "old size 0": (WrongProofLength, {"old_size": 0}),
    "old size is negative": (OutOfRange, {"old_size": -1}),
    "old size beyond the new": (OutOfRange, {"old_size": 9}),
    "same size": (WrongProofLength, {"old_size": 8}),
    "new size of a taller tree": (WrongProofLength, {"new_size": 16}),
    "old root of another size": (WrongRoot, {"old_root": ROOTS[5]}),
    "new root of another size": (WrongRoot, {"new_root": ROOTS[7]}),
    "roots swapped": (WrongRoot, {"old_root": ROOTS[8], "new_root": ROOTS[6]}),
    "old root of the empty tree": (WrongRoot, {"old_root": ROOTS[0]}),
    "old root is cut": (MalformedHash, {"old_root": ROOTS[6][:31]}),
    "new root is cut": (MalformedHash, {"new_root": ROOTS[8][:31]}),
    "proof is empty": (WrongProofLength, {"proof": []}),
    "proof cut at the end": (WrongProofLength, {"proof": PROOF[:-1]}),
    "proof cut at the start": (WrongProofLength, {"proof": PROOF[1:]}),
    "siblings swapped": (WrongRoot, {"proof": [PROOF[1], PROOF[0], PROOF[2]]}),
    "extra node at the end": (WrongProofLength, {"proof": [*PROOF, ROOTS[8]]}),
    "extra node at the start": (WrongProofLength, {"proof": [ROOTS[6], *PROOF]}),
    "first node twice": (WrongProofLength, {"proof": [PROOF[0], *PROOF]}),
    "nothing at the end": (MalformedHash, {"proof": [*PROOF, b""]}),
}


def verify(**changed: object) -> None:
    arguments: dict[str, object] = {
        "old_size": 6,
        "new_size": 8,
        "old_root": ROOTS[6],
        "new_root": ROOTS[8],
        "proof": PROOF,
    }
    verify_consistency(**(arguments | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(("old", "new", "proof"), vectors.CONSISTENCY)
def test_the_known_proofs_hold(old: int, new: int, proof: list[bytes]) -> None:
    verify(old_size=old, new_size=new, old_root=ROOTS[old], new_root=ROOTS[new], proof=proof)


@pytest.mark.parametrize("name", BAD)
def test_a_named_bad_proof_is_refused(name: str) -> None:
    verify()
    error, changed = BAD[name]
    with pytest.raises(error):
        verify(**changed)


def test_a_full_old_tree_needs_its_proof_too() -> None:
    with pytest.raises(WrongProofLength):
        verify(old_size=4, old_root=ROOTS[4], proof=[])


def test_the_same_tree_is_consistent_with_itself_only() -> None:
    verify(old_size=8, old_root=ROOTS[8], proof=[])
    with pytest.raises(WrongRoot):
        verify(old_size=8, old_root=ROOTS[7], proof=[])


def test_every_tree_continues_the_empty_one() -> None:
    verify(old_size=0, old_root=ROOTS[0], proof=[])
    verify(old_size=0, new_size=0, old_root=ROOTS[0], new_root=ROOTS[0], proof=[])
    with pytest.raises(WrongRoot):
        verify(old_size=0, old_root=ROOTS[1], proof=[])
    with pytest.raises(WrongRoot):
        verify(old_size=0, new_size=0, old_root=ROOTS[1], new_root=ROOTS[1], proof=[])


@settings(deadline=None)
@given(data=st.data(), new=st.integers(2, 300))
def test_the_oracles_proof_holds_and_a_changed_history_does_not(
    data: st.DataObject, new: int
) -> None:
    log = entries(new)
    old = data.draw(st.integers(1, new - 1))
    proof = oracle.proof(old, log)
    old_root, new_root = oracle.mth(log[:old]), oracle.mth(log)
    sizes = {"old_size": old, "new_size": new}
    verify_consistency(**sizes, old_root=old_root, new_root=new_root, proof=proof)
    log[data.draw(st.integers(0, old - 1))] += b"rewritten"
    with pytest.raises(WrongRoot):
        verify_consistency(
            **sizes, old_root=old_root, new_root=oracle.mth(log), proof=oracle.proof(old, log)
        )


@settings(deadline=None)
@given(data=st.data(), new=st.integers(2, 300))
def test_a_changed_bit_anywhere_is_refused(data: st.DataObject, new: int) -> None:
    log = entries(new)
    old = data.draw(st.integers(1, new - 1))
    parts = [oracle.mth(log[:old]), oracle.mth(log), *oracle.proof(old, log)]
    changed = data.draw(st.integers(0, len(parts) - 1))
    value = int.from_bytes(parts[changed], "big") ^ 1 << data.draw(st.integers(0, 255))
    parts[changed] = value.to_bytes(32, "big")
    with pytest.raises(WrongRoot):
        verify_consistency(
            old_size=old, new_size=new, old_root=parts[0], new_root=parts[1], proof=parts[2:]
        )


@settings(deadline=None)
@given(
    old=st.integers(-2, 2**70),
    new=st.integers(-2, 2**70),
    proof=st.lists(st.binary(min_size=32, max_size=32), max_size=80),
)
def test_anything_else_ends_in_a_typed_error(old: int, new: int, proof: list[bytes]) -> None:
    with pytest.raises(MerkleError):
        verify_consistency(
            old_size=old, new_size=new, old_root=b"o" * 32, new_root=b"n" * 32, proof=proof
        )
