"""Checking consistency proofs (RFC 9162 section 2.1.4.2)."""

from collections.abc import Sequence

from chaperone.merkle.audit.recompute import HASH_SIZE, ROOT_OF_NOTHING, node_hash
from chaperone.merkle.errors import MalformedHash, OutOfRange, WrongProofLength, WrongRoot


def verify_consistency(
    *, old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Return only if the tree with `old_root` is a prefix of the tree with `new_root`.

    Raises OutOfRange unless 0 <= old_size <= new_size; MalformedHash; WrongProofLength; WrongRoot.
    """
    if not 0 <= old_size <= new_size:
        raise OutOfRange(f"(old size {old_size}, new size {new_size})")
    if any(len(value) != HASH_SIZE for value in (old_root, new_root, *proof)):
        raise MalformedHash
    if old_size in (0, new_size):
        _verify_without_proof(old_size, old_root, new_root, proof)
        return
    if not proof:
        raise WrongProofLength("(it is empty)")
    found_old, found_new = _both_roots(old_size, new_size, old_root, proof)
    if found_old != old_root:
        raise WrongRoot(f"(old: expected {old_root.hex()}, found {found_old.hex()})")
    if found_new != new_root:
        raise WrongRoot(f"(new: expected {new_root.hex()}, found {found_new.hex()})")


def _verify_without_proof(
    old_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Equal sizes need equal roots; every tree continues the empty one."""
    if proof:
        raise WrongProofLength("(too long)")
    expected = new_root if old_size else ROOT_OF_NOTHING
    if old_root != expected:
        raise WrongRoot(f"(old: expected {expected.hex()}, found {old_root.hex()})")


def _both_roots(
    old_size: int, new_size: int, old_root: bytes, proof: Sequence[bytes]
) -> tuple[bytes, bytes]:
    """The old and the new root that the proof leads to."""
    if old_size & (old_size - 1) == 0:  # one full subtree, which the proof leaves out
        proof = [old_root, *proof]
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = proof[0]
    for sibling in proof[1:]:
        if last == 0:
            raise WrongProofLength("(too long)")
        if place & 1 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise WrongProofLength("(too short)")
    return old, new
