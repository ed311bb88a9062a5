"""The tree recomputed from the sealed bytes in the database, one range of leaves at a time.

Shares no code with the sequencer: it hashes with the auditor's half of ``merkle``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import psycopg

from chaperone.merkle.audit.recompute import levels_of, node_hash, subtree_root

RANGE = 1 << 16

_BOUNDS = """
    select min(entry_id::text collate "C"), max(entry_id::text collate "C")
    from ledger_leaf where leaf_index >= %s and leaf_index < %s
"""
# In the order in which the server finds them: putting each in its place here is cheaper than
# sorting there. The bounds on the id let the planner leave out other months.
_ROWS = """
    copy (
        select leaf.leaf_index, leaf.leaf_hash, entry.sealed
        from ledger_leaf as leaf join ledger_entry as entry on entry.id = leaf.entry_id
        where leaf.leaf_index >= {start} and leaf.leaf_index < {end}
            and entry.id between '{lowest}' and '{highest}'
    ) to stdout (format binary)
"""
# A binary row: number of fields, then each field after its length (PostgreSQL manual, COPY).
_HEADER = b"PGCOPY\n\xff\r\n\0"
_HEADER_SIZE = 19
_ROW_START = b"\x00\x03\x00\x00\x00\x08"
_TRAILER = b"\xff\xff"


@dataclass(frozen=True, slots=True)
class Range:
    """What a run of leaves came to. ``bad``: leaves whose stored hash is missing or wrong."""

    root: bytes
    roots_at: dict[int, bytes] = field(default_factory=dict)
    bad: tuple[int, ...] = ()


def recompute(connection: psycopg.Connection, start: int, end: int, sizes: Sequence[int]) -> Range:
    """Hashes the leaves from ``start`` up to ``end``; ``sizes``: where to note the root so far.

    ``start`` is a multiple of RANGE and ``end`` at most RANGE further. The roots in ``roots_at``
    are of this range's leaves alone, up to the size that is their key.
    """
    lowest, highest = connection.execute(_BOUNDS, [start, end]).fetchone() or (None, None)
    if lowest is None:
        return Range(b"", bad=(start,))
    query = _ROWS.format(start=start, end=end, lowest=lowest, highest=highest)
    hashes, bad = _hashes(connection, query, start, end - start)
    if bad:
        return Range(b"", bad=tuple(bad))
    levels = levels_of(hashes)
    roots_at = {size: root_over(levels, size - start) for size in sizes}
    return Range(subtree_root(hashes), roots_at)


def root_over(levels: Sequence[Sequence[bytes]], count: int, tail: bytes = b"") -> bytes:
    """Root over the first ``count`` hashes of the lowest level, then ``tail`` if there is one.

    RFC 9162 section 2.1.1: the full subtrees, joined from the right.
    """
    root = tail
    for level, hashes in enumerate(levels):
        if count >> level & 1:
            node = hashes[(count >> level) - 1]
            root = node_hash(node, root) if root else node
    return root


def _hashes(
    connection: psycopg.Connection, query: str, start: int, count: int
) -> tuple[list[bytes], list[int]]:
    """Leaf hashes in order, and the leaves that do not fit (all of which must be looked into)."""
    found: list[Any] = [None] * count
    bad: list[int] = []
    hashed, number = sha256, int.from_bytes
    with connection.cursor().copy(query) as copy:
        for chunk in copy:
            row = bytes(chunk)
            if row[:6] != _ROW_START:
                if row == _TRAILER:
                    continue
                row = row.removeprefix(_HEADER)[_HEADER_SIZE - len(_HEADER) :]
            # 6: place, 14: length of the hash, 18: hash, 50: length of the entry, 54: entry
            leaf_hash = hashed(b"\x00" + row[54:]).digest()
            place = number(row[6:14]) - start
            if leaf_hash != row[18:50] or number(row[50:54]) + 54 != len(row):
                bad.append(start + place)
            found[place] = leaf_hash
    if None in found:
        bad += [start + place for place, leaf_hash in enumerate(found) if leaf_hash is None]
    return found, sorted(bad)
