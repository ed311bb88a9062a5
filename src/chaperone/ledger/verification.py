"""The full check of the ledger against what was signed (45 CFR 164.312(c)(2)).

Hashes with the auditor's half of ``merkle``, which shares no code with what the sequencer uses.
Everything is read in one snapshot of the database, as the auditor.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from chaperone.ledger.columns import check_columns
from chaperone.ledger.connecting import connect, parameters
from chaperone.ledger.epochs import check_epochs
from chaperone.ledger.errors import NothingSigned, NotVerified
from chaperone.ledger.mirrored_ids import check_ids
from chaperone.ledger.mirrors.addresses import Address
from chaperone.ledger.pruned import check_prunes
from chaperone.ledger.ranges import Recomputed, recompute_all
from chaperone.ledger.searchable import check_search
from chaperone.ledger.signed import (
    Signed,
    in_database,
    in_mirror,
    key_changes,
    refuse_missing,
    refuse_other_key_changes,
    succession_in,
)
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.audit.succession import Succession
from chaperone.merkle.errors import MalformedFrontier
from chaperone.merkle.log.frontier import Frontier

_LEAF = """
    select leaf.entry_id, entry.id is not null
    from ledger_leaf as leaf left join ledger_entry as entry on entry.id = leaf.entry_id
    where leaf.leaf_index = %s
"""
_COUNTS = """
    select (select count(*) from ledger_entry), (select count(*) from ledger_leaf),
        (select count(*) from ledger_pending)
"""
_WRONGLY_WAITING = """
    select pending.entry_id, entry.id is null
    from ledger_pending as pending
    left join ledger_entry as entry on entry.id = pending.entry_id
    left join ledger_leaf as leaf on leaf.entry_id = pending.entry_id
    where entry.id is null or leaf.entry_id is not null
    order by 1 limit 1
"""
_UNACCOUNTED = """
    select entry.id from ledger_entry as entry
    where not exists (select from ledger_pending where entry_id = entry.id)
        and not exists (select from ledger_leaf where entry_id = entry.id)
    order by 1 limit 1
"""


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and found good."""

    size: int  # entries that a checkpoint covers
    root: bytes
    unsigned: int  # entries in the tree that no checkpoint covers yet
    waiting: int  # entries that have no place in the tree yet
    checkpoints: int
    mirrors: tuple[str, ...]
    opened: int | None  # entries opened and compared with their search columns
    tree_seconds: float
    columns_seconds: float


def verify(*, key: VerifierKey, mirrors: Sequence[Address], columns: bool = True) -> Report:
    """Checks everything; returns only if all of it is good.

    Every entry is hashed and held against its leaf and against the root of every checkpoint, of
    which each signature is checked, by the key in force at its size, here and in ``mirrors`` (a
    tail that was cut off shows only there). ``key``: the log's first. ``columns``: also opens each
    entry, for which the process needs the root key.
    Raises ``NotVerified`` with the first bad place, ``NothingSigned``.
    """
    # Before the snapshot: a checkpoint is in the database before it is in a mirror.
    found = {address: in_mirror(address, key) for address in mirrors}
    mirrored = [item for items in found.values() for item in items]
    began = time.monotonic()
    with snapshot() as connection:
        stored = in_database(connection, key)
        refuse_other_key_changes(connection, mirrors)
        keys = succession_in(key_changes(connection), key, where="")
        size, waiting = _check_tree(connection, stored, mirrored, keys)
        for address, items in found.items():
            check_ids(connection, address, items[-1].size)
        between = time.monotonic()
        opened = check_columns(connection) if columns else None
        if columns:
            check_search(connection)
    if not stored:
        raise NothingSigned
    return Report(
        size=stored[-1].size,
        root=stored[-1].root,
        unsigned=size - stored[-1].size,
        waiting=waiting,
        checkpoints=len(stored),
        mirrors=tuple(map(str, mirrors)),
        opened=opened,
        tree_seconds=between - began,
        columns_seconds=time.monotonic() - between,
    )


def _check_tree(
    connection: psycopg.Connection,
    stored: Sequence[Signed],
    mirrored: Sequence[Signed],
    keys: Succession,
) -> tuple[int, int]:
    """The tree's size, and how many entries wait."""
    size, frontier = tree_of(connection)
    signed = sorted([*stored, *mirrored], key=lambda item: item.size)
    within = sorted({item.size for item in signed if 0 < item.size <= size} | ({size} - {0}))
    found = recompute_all(connection, parameters(), size, within)
    if found.bad is not None:
        raise _bad_leaf(connection, found.bad)
    check_roots(found, signed, stored, size, frontier)
    roots = {item.size: item.root for item in stored}
    gone = check_prunes(connection, roots, keys)
    check_epochs(connection, roots, keys)
    return size, _check_counts(connection, size, gone)


def check_roots(
    found: Recomputed,
    signed: Sequence[Signed],
    stored: Sequence[Signed],
    size: int,
    frontier: Frontier,
) -> None:
    """Holds the recomputed roots against those that were signed, here (``stored``) and elsewhere.

    Raises ``NotVerified``.
    """
    for item in signed:
        if item.size in found.roots and found.roots[item.size] != item.root:
            raise NotVerified(item.place, f"the first {item.size} leaves have another root")
    refuse_missing(signed, stored, size)
    if size and frontier.root() != found.roots[size]:
        raise NotVerified("tree", "its frontier is not that of its leaves")


def tree_of(connection: psycopg.Connection) -> tuple[int, Frontier]:
    """The tree's size and frontier, as the sequencer left them. Raises ``NotVerified``."""
    row = connection.execute("select size, frontier from ledger_tree").fetchone()
    if row is None:
        raise NotVerified("tree", "its row is missing")
    try:
        frontier = Frontier.from_bytes(row[1])
    except MalformedFrontier as error:
        raise NotVerified("tree", str(error)) from error
    if frontier.size != row[0]:
        raise NotVerified("tree", "its frontier is of another size")
    return row[0], frontier


def _bad_leaf(connection: psycopg.Connection, index: int) -> NotVerified:
    row = connection.execute(_LEAF, [index]).fetchone()
    if row is None:
        return NotVerified(f"leaf {index}", "is missing")
    entry_id, there = row
    if not there:
        return NotVerified(f"leaf {index}", f"its entry {entry_id} is missing")
    return NotVerified(f"leaf {index}", f"entry {entry_id} is not the one that was hashed")


def _check_counts(connection: psycopg.Connection, size: int, gone: int) -> int:
    """Every entry has a place or waits for one, and nothing else does; returns who waits.

    ``gone``: leaves whose entries were destroyed after their retention.
    """
    entries, leaves, waiting = connection.execute(_COUNTS).fetchone() or (0, 0, 0)
    if leaves != size:
        raise NotVerified(f"leaf {size}", f"there are {leaves} leaves in a tree of {size}")
    row = connection.execute(_WRONGLY_WAITING).fetchone()
    if row is not None:
        problem = "is missing, though it waits" if row[1] else "waits for a place and has one"
        raise NotVerified(f"entry {row[0]}", problem)
    # Now each leaf and each waiting row stands for an entry of its own.
    if entries != leaves - gone + waiting:
        row = connection.execute(_UNACCOUNTED).fetchone()
        name = row[0] if row else "unknown"
        raise NotVerified(f"entry {name}", "has no place and does not wait for one")
    return int(waiting)


@contextmanager
def snapshot() -> Iterator[psycopg.Connection]:
    """A connection of this process's login that sees one state of the database, and only reads."""
    with connect() as connection:
        # A check reads all that there is, however long that has become; the limits of people's own
        # questions are not for it.
        connection.execute("set statement_timeout = 0")
        # The joins of the check are over ranges that fit into this.
        connection.execute("set work_mem = '64MB'")
        connection.execute("begin isolation level repeatable read read only")
        yield connection
