"""The tree recomputed from the sealed bytes in the database, one range of leaves at a time.

Shares no code with the sequencer: it hashes with the auditor's half of ``merkle``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import accumulate, pairwise
from struct import unpack
from uuid import UUID

import psycopg
from psycopg import sql

from chaperone.merkle.audit.recompute import HASH_SIZE, levels_of, node_hash

RANGE = 1 << 16
_PART = 1024  # entries that come in one row: the longest possible still fit
_ID_SIZE = 16

# Many in a row: taking a million rows apart costs more than hashing them.
_LEAVES = """
    select string_agg(uuid_send(entry_id), '' order by leaf_index),
        string_agg(leaf_hash, '' order by leaf_index)
    from ledger_leaf where leaf_index >= %s and leaf_index < %s
"""
_ENTRIES = sql.SQL("""
    copy (
        select entries.*
        from unnest({lowest}::uuid[], {highest}::uuid[]) as part (lowest, highest), lateral (
            select string_agg(uuid_send(id), '' order by id),
                string_agg(int4send(length(sealed)), '' order by id),
                string_agg(sealed, '' order by id)
            from ledger_entry where id between part.lowest and part.highest
        ) as entries
    ) to stdout (format binary)
""")
_GAPS = """
    select place from generate_series(%s::bigint, %s - 1) as place
    where not exists (select from ledger_leaf where leaf_index = place) order by place limit 1
"""


@dataclass(frozen=True, slots=True)
class Range:
    """What a run of leaves came to. ``bad``: the first leaf that is missing or wrong."""

    root: bytes = b""
    roots_at: dict[int, bytes] = field(default_factory=dict)
    bad: int | None = None


def recompute(connection: psycopg.Connection, start: int, end: int, sizes: Sequence[int]) -> Range:
    """Hashes the leaves from ``start`` up to ``end``; ``sizes``: where to note the root so far.

    ``start`` is a multiple of RANGE and ``end`` at most RANGE further. The roots in ``roots_at``
    are of this range's leaves alone, up to the size that is their key.
    """
    ids, stored = _leaves(connection, start, end)
    found = _entry_hashes(connection, sorted(ids))
    hashes = [found.get(entry_id, b"") for entry_id in ids]
    if b"" in hashes:
        hashes = _with_pruned(connection, ids, hashes, _each(stored, HASH_SIZE))
    if len(ids) != end - start or b"".join(hashes) != stored:
        different = start + _first_difference(hashes, stored)
        return Range(bad=min(different, _first_gap(connection, start, end)))
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


def _leaves(connection: psycopg.Connection, start: int, end: int) -> tuple[list[bytes], bytes]:
    """The entries' ids and the stored leaf hashes, run together, in the order of the leaves."""
    row = connection.execute(_LEAVES, [start, end], binary=True).fetchone()
    ids, stored = row if row and row[0] else (b"", b"")
    return _each(ids, _ID_SIZE), stored


def _entry_hashes(connection: psycopg.Connection, ids: list[bytes]) -> dict[bytes, bytes]:
    """Leaf hashes by id of the entries with these ids (ascending), and of some in between."""
    lowest = [UUID(bytes=entry_id) for entry_id in ids[::_PART]]
    highest = [UUID(bytes=entry_id) for entry_id in [*ids[_PART - 1 :: _PART], *ids[-1:]]]
    query = _ENTRIES.format(lowest=lowest, highest=highest[: len(lowest)])
    found: dict[bytes, bytes] = {}
    with connection.cursor().copy(query) as copy:
        copy.set_types(["bytea", "bytea", "bytea"])
        for keys, lengths, sealed in copy.rows():
            if keys:
                hashes = _leaf_hashes(sealed, lengths)
                found.update(zip(_each(keys, _ID_SIZE), hashes, strict=True))
    return found


def _with_pruned(
    connection: psycopg.Connection, ids: list[bytes], hashes: list[bytes], stored: list[bytes]
) -> list[bytes]:
    """Of entries in months that were destroyed after their retention, the hash that was kept.

    The signed roots bind it as they do all others; ``pruned`` checks that it was their time.
    """
    spans = connection.execute("select lowest, beyond from ledger_prune", binary=True).fetchall()
    bounds = [(lowest.bytes, beyond.bytes) for lowest, beyond in spans]
    return [
        kept if not found and any(low <= entry_id < high for low, high in bounds) else found
        for entry_id, found, kept in zip(ids, hashes, stored, strict=True)
    ]


def _each(joined: bytes, size: int) -> list[bytes]:
    return [joined[start : start + size] for start in range(0, len(joined), size)]


def _leaf_hashes(sealed: bytes, lengths: bytes) -> list[bytes]:
    """RFC 9162 section 2.1.1, of entries run together; each length is four bytes, big-endian.

    Written out here, since a call for each entry would cost as much as hashing it.
    """
    ends = accumulate(unpack(f">{len(lengths) // 4}I", lengths), initial=0)
    return [sha256(b"\x00" + sealed[start:end]).digest() for start, end in pairwise(ends)]


def _first_difference(hashes: list[bytes], stored: bytes) -> int:
    """The first leaf that differs from its entry, counted from the range's start."""
    pairs = zip(hashes, _each(stored, HASH_SIZE), strict=False)
    different = (place for place, (one, other) in enumerate(pairs) if one != other)
    return next(different, len(hashes))


def _first_gap(connection: psycopg.Connection, start: int, end: int) -> int:
    row = connection.execute(_GAPS, [start, end]).fetchone()
    return int(row[0]) if row else end
