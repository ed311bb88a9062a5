"""Making proofs (RFC 9162 sections 2.1.3.1 and 2.1.4.1) from any source of subtree hashes."""

from collections.abc import Callable

from chaperone.merkle.errors import OutOfRange
from chaperone.merkle.log.hashing import EMPTY_ROOT, node_hash

HashSource = Callable[[int, int], bytes]
"""source(level, index): root of the full subtree [index * 2**level, (index + 1) * 2**level)."""


def prove_inclusion(index: int, size: int, source: HashSource) -> list[bytes]:
    """Hashes that lead from leaf `index` to the root of the first `size` leaves, lowest first.

    Raises OutOfRange unless 0 <= index < size.
    """
    if not 0 <= index < size:
        raise OutOfRange(f"(index {index}, size {size})")
    return _siblings(0, index, size, source)


def prove_consistency(old_size: int, new_size: int, source: HashSource) -> list[bytes]:
    """Hashes that show the first `old_size` leaves to be a prefix of the first `new_size`.

    Empty when the sizes are equal or the old tree is empty. Raises OutOfRange unless
    0 <= old_size <= new_size.
    """
    if not 0 <= old_size <= new_size:
        raise OutOfRange(f"(old size {old_size}, new size {new_size})")
    if old_size in (0, new_size):
        return []
    level = (old_size & -old_size).bit_length() - 1  # the old tree's last full subtree
    index = (old_size >> level) - 1
    # A tree that is one full subtree is its own root, which the verifier has.
    own = [source(level, index)] if index else []
    return own + _siblings(level, old_size - 1, new_size, source)


def root_of(size: int, source: HashSource) -> bytes:
    """Root of the first `size` leaves; EMPTY_ROOT for none; raises OutOfRange below 0."""
    if size < 0:
        raise OutOfRange(f"(size {size})")
    return _root_of_range(0, size, source) if size else EMPTY_ROOT


def _siblings(level: int, index: int, size: int, source: HashSource) -> list[bytes]:
    """Siblings along the path of leaf `index` to the root, from `level` upwards."""
    # Below `split` the path has full subtrees on its side; at split - 1 the sibling is the right
    # edge of the tree, full or not; above, the path is the right edge: only left siblings exist.
    split = (index ^ (size - 1)).bit_length()
    proof = [source(low, index >> low ^ 1) for low in range(level, split - 1)]
    if split:
        start = (index >> split - 1 ^ 1) << split - 1
        proof.append(_root_of_range(start, size, source))
    edge = (high for high in range(split, index.bit_length()) if index >> high & 1)
    proof.extend(source(high, (index >> high) - 1) for high in edge)
    return proof


def _root_of_range(start: int, end: int, source: HashSource) -> bytes:
    """Root of leaves [start, end), where start is a multiple of a power of two >= end - start."""
    root = b""
    width = end - start
    while width:
        level = (width & -width).bit_length() - 1
        width ^= 1 << level
        left = source(level, start + width >> level)
        root = node_hash(left, root) if root else left
    return root
