"""The tree recomputed from the sealed bytes in the database, one range of leaves at a time.

Shares no code with the sequencer: it hashes with the auditor's half of ``merkle``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from struct import unpack

import psycopg

from chaperone.merkle.audit.recompute import HASH_SIZE, leaf_hashes, levels_of, node_hash

RANGE = 1 << 16
_PART = 1024  # leaves that come in one row

_BOUNDS = """
    with ids as materialized (
        select entry_id from ledger_leaf where leaf_index >= %s and leaf_index < %s
    )
    select (select entry_id from ids order by entry_id limit 1),
        (select entry_id from ids order by entry_id desc limit 1)
"""
# Many leaves in a row: taking a million rows apart costs more than hashing them. The bounds on the
# id let the planner leave out other months.
_PARTS = """
    copy (
        select part.* from generate_series({start}::bigint, {end} - 1, {part}) as first, lateral (
            select
                string_agg(int4send(length(entry.sealed)), '' order by leaf.leaf_index),
                string_agg(leaf.leaf_hash, '' order by leaf.leaf_index),
                string_agg(entry.sealed, '' order by leaf.leaf_index)
            from ledger_leaf as leaf join ledger_entry as entry on entry.id = leaf.entry_id
            where leaf.leaf_index >= first and leaf.leaf_index < least(first + {part}, {end})
                and entry.id between '{lowest}' and '{highest}'
        ) as part order by first
    ) to stdout (format binary)
"""
_MISSING = """
    select place from generate_series(%s::bigint, %s - 1) as place
    left join ledger_leaf as leaf on leaf.leaf_index = place
    where not exists (select from ledger_entry where id = leaf.entry_id)
    order by place limit 1
"""


@dataclass(frozen=True, slots=True)
class Range:
    """What a run of leaves came to. ``bad``: the first leaf whose hash is missing or wrong."""

    root: bytes = b""
    roots_at: dict[int, bytes] = field(default_factory=dict)
    bad: int | None = None


def recompute(connection: psycopg.Connection, start: int, end: int, sizes: Sequence[int]) -> Range:
    """Hashes the leaves from ``start`` up to ``end``; ``sizes``: where to note the root so far.

    ``connection`` is in a transaction. ``start`` is a multiple of RANGE and ``end`` at most RANGE
    further. The roots in ``roots_at`` are of this range's leaves alone, up to the size that is
    their key.
    """
    hashes: list[bytes] = []
    for lengths, stored, sealed in _parts(connection, start, end):
        found = leaf_hashes(_cut(sealed or b"", lengths or b""))
        first = start + len(hashes)
        hashes += found
        if len(hashes) != min(first - start + _PART, end - start) or b"".join(found) != stored:
            return Range(bad=_first_bad(connection, first, min(first + _PART, end), found, stored))
    if len(hashes) != end - start:
        return Range(bad=start)
    levels = levels_of(hashes)
    roots_at = {size: root_over(levels, size - start) for size in sizes}
    return Range(root_over(levels, end - start), roots_at)


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


_Part = tuple[bytes | None, bytes | None, bytes | None]


def _parts(connection: psycopg.Connection, start: int, end: int) -> Iterator[_Part]:
    """(lengths of the entries, stored hashes, entries) of each part, run together."""
    lowest, highest = connection.execute(_BOUNDS, [start, end]).fetchone() or (None, None)
    if lowest is None:
        return
    query = _PARTS.format(start=start, end=end, part=_PART, lowest=lowest, highest=highest)
    # By leaf, each entry looked up: any other join would read the whole range for every part.
    connection.execute("set local enable_hashjoin = off")
    connection.execute("set local enable_mergejoin = off")
    with connection.cursor().copy(query) as copy:
        copy.set_types(["bytea", "bytea", "bytea"])
        yield from copy.rows()
    connection.execute("set local enable_hashjoin = on")
    connection.execute("set local enable_mergejoin = on")


def _cut(sealed: bytes, lengths: bytes) -> Iterator[bytes]:
    """The entries one by one; each length is four bytes, big-endian."""
    ends = accumulate(unpack(f">{len(lengths) // 4}I", lengths), initial=0)
    return (sealed[start:end] for start, end in pairwise(ends))


def _first_bad(
    connection: psycopg.Connection, start: int, end: int, found: list[bytes], stored: bytes | None
) -> int:
    row = connection.execute(_MISSING, [start, end]).fetchone()
    if row is not None:
        return int(row[0])
    known = stored or b""
    for place, leaf_hash in enumerate(found):
        if known[place * HASH_SIZE : (place + 1) * HASH_SIZE] != leaf_hash:
            return start + place
    return start
