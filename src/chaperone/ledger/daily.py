"""The check of the whole tree that a worker makes each day (45 CFR 164.312(b), (c)(2)).

A worker may read no other organization's entries, so the database hashes them; the tree over these
hashes is built here, with the auditor's half of ``merkle``, and held against every signed
checkpoint and the heads of the mirrors. Who does not trust the database to hash, or asks whether
entries stand beside the tree, has the full check: ``verification``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

from chaperone.ledger.connecting import connect
from chaperone.ledger.errors import NothingSigned, NotVerified
from chaperone.ledger.mirrors.addresses import Address
from chaperone.ledger.ranges import joined, spans_of
from chaperone.ledger.recomputing import Range, root_over
from chaperone.ledger.signed import head_of, in_database, refuse_other_key_changes
from chaperone.ledger.verification import check_roots, snapshot, tree_of
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.audit.recompute import HASH_SIZE, levels_of

_LOCK = "select pg_try_advisory_lock(hashtextextended('ledger daily', 0))"
_STRETCH = "select leaves, bad, hashes from ledger_stretch(%s, %s)"


@dataclass(frozen=True, slots=True)
class Held:
    """What was held against what was signed, and found good."""

    size: int
    checkpoints: int
    mirrors: int


def check_tree(
    *, key: VerifierKey, mirrors: Sequence[Address], opened_before: int = 0
) -> Held | None:
    """Checks each leaf against its entry, and every root; None where another worker does it now.

    In one snapshot, in no transaction of Django's, for a mirror may be far away. ``key``: the
    log's first. ``opened_before``: the size up to which signatures were checked by the last good
    check; of those checkpoints the roots are compared again, and the notes are not opened.
    Raises ``NotVerified`` with the first bad place, ``NothingSigned``, ``MirrorUnavailable``.
    """
    heads = [head_of(address, key, must_be=opened_before > 0) for address in mirrors]
    with connect() as connection:
        refuse_other_key_changes(connection, mirrors)
    with snapshot() as connection:
        if not _alone(connection):
            return None
        stored = in_database(connection, key, opened_before=opened_before)
        if not stored:
            raise NothingSigned
        size, frontier = tree_of(connection)
        signed = [*stored, *heads]
        within = sorted({each.size for each in signed if 0 < each.size <= size} | {size})
        found = joined([_stretch(connection, *span) for span in spans_of(size, within)])
        if found.bad is not None:
            raise NotVerified(f"leaf {found.bad}", "it or its entry is missing or was changed")
        check_roots(found, signed, stored, size, frontier)
    return Held(stored[-1].size, len(stored), len(heads))


def _alone(connection: psycopg.Connection) -> bool:
    """Whether no other worker checks; until this connection ends."""
    row = connection.execute(_LOCK).fetchone()
    return bool(row and row[0])


def _stretch(connection: psycopg.Connection, start: int, end: int, sizes: Sequence[int]) -> Range:
    row = connection.execute(_STRETCH, [start, end], binary=True).fetchone()
    assert row is not None
    leaves, bad, hashes = row
    if bad is not None or leaves != end - start:
        return Range(bad=start + leaves if bad is None else bad)
    each = [hashes[at : at + HASH_SIZE] for at in range(0, len(hashes), HASH_SIZE)]
    levels = levels_of(each)
    roots_at = {size: root_over(levels, size - start) for size in sizes}
    return Range(root_over(levels, end - start), roots_at)
