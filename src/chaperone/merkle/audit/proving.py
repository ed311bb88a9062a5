"""Making consistency proofs from a log's tiles, for whoever watches it (RFC 9162 section 2.1.4.1).

Written apart from the log's own, as the rest of this half. A proof binds both roots, so that tiles
that lie make one that is refused.
"""

from collections.abc import Callable

from chaperone.merkle.audit.recompute import node_hash
from chaperone.merkle.errors import OutOfRange

SubtreeHash = Callable[[int, int], bytes]
"""of(level, index): root of the full subtree [index * 2**level, (index + 1) * 2**level)."""


def consistency_proof(old_size: int, new_size: int, of: SubtreeHash) -> list[bytes]:
    """PROOF(old_size, D_new_size); empty where none is needed.

    Raises OutOfRange unless 0 <= old_size <= new_size, and what `of` raises.
    """
    if not 0 <= old_size <= new_size:
        raise OutOfRange(f"(old size {old_size}, new size {new_size})")
    if old_size in (0, new_size):
        return []
    return _subproof(old_size, 0, new_size, of, known=True)


def _subproof(old: int, start: int, end: int, of: SubtreeHash, *, known: bool) -> list[bytes]:
    """SUBPROOF(old, D[start:end], known)."""
    if old == end - start:
        return [] if known else [_root(start, end, of)]
    middle = start + _split(end - start)
    if old <= middle - start:
        return [*_subproof(old, start, middle, of, known=known), _root(middle, end, of)]
    right = _subproof(old - (middle - start), middle, end, of, known=False)
    return [*right, _root(start, middle, of)]


def _root(start: int, end: int, of: SubtreeHash) -> bytes:
    """MTH(D[start:end]); `start` is a multiple of every power of two below end - start."""
    width = end - start
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return of(level, start >> level)
    middle = start + _split(width)
    return node_hash(_root(start, middle, of), _root(middle, end, of))


def _split(width: int) -> int:
    """The largest power of two smaller than `width`."""
    return 1 << (width - 1).bit_length() - 1
