"""Bringing a mirror up to the last signed checkpoint, from the database."""

from collections.abc import Iterator
from uuid import UUID

import psycopg

from chaperone.ledger.cosignatures import cosigned_notes
from chaperone.ledger.errors import EntriesMissing, MirrorAheadOfDatabase, NothingSigned
from chaperone.ledger.mirrors.addresses import Address, mirror_at
from chaperone.ledger.mirrors.mirror import Mirror
from chaperone.merkle.log.checkpoints import unverified_head
from chaperone.merkle.log.layout import (
    CHECKPOINT,
    TILE_WIDTH,
    destruction_path,
    ids_path,
    kept_checkpoint_path,
    key_change_path,
    restoration_path,
    width_of,
)
from chaperone.merkle.log.tiling import Destroyed, Kept
from chaperone.merkle.log.writer import publish

_CHUNK = 1024
_LAST = "select note from ledger_checkpoint order by size desc limit 1"
_PLACES = """
    select entry_id from ledger_leaf where leaf_index >= %s and leaf_index < %s order by leaf_index
"""
_DESTROYED = """
    select leaf.entry_id, leaf.leaf_hash
    from ledger_leaf as leaf
    join ledger_prune as prune on leaf.entry_id >= prune.lowest and leaf.entry_id < prune.beyond
    join ledger_prune_statement using (month)
    where leaf.leaf_index >= %s and leaf.leaf_index < %s
"""
_ENTRIES = "select id, sealed from ledger_entry where id = any (%s) and id between %s and %s"
_BETWEEN = "select size, note from ledger_checkpoint where size > %s and size < %s order by size"
_PRUNES = "select number, note from ledger_prune_statement where size >= %s order by number"
_EPOCHS = "select number, note from ledger_epoch where size >= %s order by number"
_IDS = """
    select string_agg(uuid_send(entry_id), '' order by leaf_index)
    from ledger_leaf where leaf_index >= %s and leaf_index < %s
"""
_ID = 16
_KEY_CHANGES = "select number, note from ledger_key_change where size >= %s order by number"


def catch_up(
    connection: psycopg.Connection, address: Address, *, complete_to: int | None = None
) -> int:
    """Writes what the mirror lacks and returns the size that it stands at.

    ``complete_to``: up to which size all checkpoints are known to be kept there, where that may be
    less than where its head stands: a run that was cut off after the head. Changes of key come
    first, so that nobody meets a checkpoint that they cannot follow; then what was signed of months
    that were destroyed, whose entries are empty in a mirror that is begun afterwards. Safe to
    repeat and to interrupt at any point.
    Raises ``NothingSigned``, ``EntriesMissing``, ``MerkleError``, ``OSError``,
    ``MirrorUnavailable``.
    """
    mirror = mirror_at(address)
    with mirror.alone():
        row = connection.execute(_LAST).fetchone()
        if row is None:
            raise NothingSigned
        note = row[0].encode()
        before, size = _size(mirror), unverified_head(note).size
        changes = connection.execute(_KEY_CHANGES, [before]).fetchall()
        if changes:
            mirror.write((key_change_path(number), said.encode()) for number, said in changes)
        prunes = connection.execute(_PRUNES, [before]).fetchall()
        if prunes:
            mirror.write((destruction_path(number), said.encode()) for number, said in prunes)
        epochs = connection.execute(_EPOCHS, [before]).fetchall()
        if epochs:
            mirror.write((restoration_path(number), said.encode()) for number, said in epochs)
        if size > before:
            mirror.write(_ids(connection, mirror, before, size))
        publish(mirror, note, lambda start, end: entries_between(connection, start, end))
        for index in range(before // TILE_WIDTH, size // TILE_WIDTH):
            mirror.remove_partial(ids_path(index, TILE_WIDTH))
        known = before if complete_to is None else min(before, complete_to)
        missed = connection.execute(_BETWEEN, [known, size]).fetchall()
        if missed:
            mirror.write((kept_checkpoint_path(at), said.encode()) for at, said in missed)
    return size


def write_cosigned(connection: psycopg.Connection, address: Address, after: int) -> int:
    """Writes the checkpoints that were cosigned since number ``after``; returns the last number.

    A cosigned checkpoint takes the place of the one that only the log signed. Raises
    ``MirrorUnavailable``, ``OSError``.
    """
    notes, last = cosigned_notes(connection, after)
    if notes:
        mirror_at(address).write((kept_checkpoint_path(size), note) for size, note in notes)
    return last


def refuse_if_ahead(connection: psycopg.Connection, address: Address) -> None:
    """Raises ``MirrorAheadOfDatabase`` when the mirror holds what the database never signed."""
    mirror = mirror_at(address)
    note = mirror.read(CHECKPOINT)
    if note is None:
        return
    mirrored = unverified_head(note)
    row = connection.execute(
        "select note from ledger_checkpoint where size = %s", [mirrored.size]
    ).fetchone()
    if row is None or unverified_head(row[0].encode()) != mirrored:
        raise MirrorAheadOfDatabase(f"({mirror.name}, size {mirrored.size})")


def mirrored_size(address: Address) -> int:
    """The size at which a mirror stands; 0 if it is empty or missing."""
    return _size(mirror_at(address))


def _ids(
    connection: psycopg.Connection, mirror: Mirror, before: int, size: int
) -> Iterator[tuple[str, bytes]]:
    """What brings entries back after a restore: the ids beside each bundle that is new, and of all
    where a mirror was begun before there were any.
    """
    index = (before - 1) // TILE_WIDTH if before else 0
    if before and mirror.read(ids_path(index, width_of(0, index, before))) is None:
        before = 0
    for start in range(before - before % TILE_WIDTH, size, TILE_WIDTH):
        end = min(start + TILE_WIDTH, size)
        row = connection.execute(_IDS, [start, end], binary=True).fetchone()
        if row is None or len(row[0] or b"") != _ID * (end - start):
            raise EntriesMissing(f"(leaves {start} to {end - 1})")
        yield ids_path(start // TILE_WIDTH, end - start), row[0]


def _size(mirror: Mirror) -> int:
    note = mirror.read(CHECKPOINT)
    return 0 if note is None else unverified_head(note).size


def entries_between(connection: psycopg.Connection, start: int, end: int) -> Iterator[Kept]:
    """The sealed bytes of the leaves from ``start`` up to, not including, ``end``; of those that
    were destroyed under a signed statement, the hash that stayed. Raises ``EntriesMissing``.
    """
    for first in range(start, end, _CHUNK):
        places = connection.execute(_PLACES, [first, min(first + _CHUNK, end)]).fetchall()
        ids: list[UUID] = [entry_id for (entry_id,) in places]
        # The bounds let the planner leave out other months.
        parameters = [ids, min(ids), max(ids)]
        found = connection.execute(_ENTRIES, parameters, prepare=False, binary=True).fetchall()
        kept: dict[UUID, Kept] = dict(found)
        if len(kept) < len(ids):
            kept = _destroyed(connection, first, first + len(ids)) | kept
        if len(kept) < len(ids):
            raise EntriesMissing(f"(leaves {first} to {first + len(ids) - 1})")
        yield from (kept[entry_id] for entry_id in ids)


def _destroyed(connection: psycopg.Connection, start: int, end: int) -> dict[UUID, Kept]:
    rows = connection.execute(_DESTROYED, [start, end], binary=True).fetchall()
    return {entry_id: Destroyed(leaf_hash) for entry_id, leaf_hash in rows}
