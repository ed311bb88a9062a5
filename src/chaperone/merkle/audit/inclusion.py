"""Checking inclusion proofs (RFC 9162 section 2.1.3.2)."""

from collections.abc import Sequence

from chaperone.merkle.audit.recompute import HASH_SIZE, node_hash
from chaperone.merkle.errors import MalformedHash, OutOfRange, WrongProofLength, WrongRoot


def verify_inclusion(
    *, index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Return only if the leaf is number `index` (from 0) of the tree of `size` leaves with `root`.

    Size and root must come from one checkpoint: a root alone does not tell its size.
    Raises OutOfRange unless 0 <= index < size; MalformedHash; WrongProofLength; WrongRoot.
    """
    if not 0 <= index < size:
        raise OutOfRange(f"(index {index}, size {size})")
    if any(len(value) != HASH_SIZE for value in (leaf_hash, root, *proof)):
        raise MalformedHash
    place, last, found = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            raise WrongProofLength("(too long)")
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise WrongProofLength("(too short)")
    if found != root:
        raise WrongRoot(f"(expected {root.hex()}, found {found.hex()})")
