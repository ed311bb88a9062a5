"""Bringing a mirror up to the last signed checkpoint, from the database."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import psycopg

from chaperone.ledger.errors import EntriesPruned, MirrorAheadOfDatabase, NothingSigned
from chaperone.merkle.log.checkpoints import unverified_head
from chaperone.merkle.log.files import replace
from chaperone.merkle.log.layout import CHECKPOINT, kept_checkpoint_path
from chaperone.merkle.log.writer import publish

_CHUNK = 1024
_LAST = "select note from ledger_checkpoint order by size desc limit 1"
_PLACES = """
    select entry_id from ledger_leaf where leaf_index >= %s and leaf_index < %s order by leaf_index
"""
_ENTRIES = "select id, sealed from ledger_entry where id = any (%s) and id between %s and %s"
_BETWEEN = "select size, note from ledger_checkpoint where size > %s and size < %s order by size"


def catch_up(connection: psycopg.Connection, folder: Path) -> int:
    """Writes what the folder lacks and returns the size that it stands at.

    Safe to repeat and to interrupt at any point. Raises ``NothingSigned``, ``MerkleError``,
    ``OSError``.
    """
    with _alone_in(folder):
        row = connection.execute(_LAST).fetchone()
        if row is None:
            raise NothingSigned
        note = row[0].encode()
        before, size = mirrored_size(folder), unverified_head(note).size
        publish(folder, note, lambda start, end: entries_between(connection, start, end))
        for missed, missed_note in connection.execute(_BETWEEN, [before, size]).fetchall():
            replace(folder / kept_checkpoint_path(missed), missed_note.encode())
    return size


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """A sequencer that was fenced off may still be writing; the next waits for it to finish."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def refuse_if_ahead(connection: psycopg.Connection, folder: Path) -> None:
    """Raises ``MirrorAheadOfDatabase`` when the folder holds what the database never signed."""
    size = mirrored_size(folder)
    if not size:
        return
    row = connection.execute(
        "select note from ledger_checkpoint where size = %s", [size]
    ).fetchone()
    mirrored = unverified_head((folder / CHECKPOINT).read_bytes())
    if row is None or unverified_head(row[0].encode()) != mirrored:
        raise MirrorAheadOfDatabase(f"({folder}, size {size})")


def mirrored_size(folder: Path) -> int:
    """The size at which a mirror stands; 0 if it is empty or missing."""
    try:
        return unverified_head((folder / CHECKPOINT).read_bytes()).size
    except FileNotFoundError:
        return 0


def entries_between(connection: psycopg.Connection, start: int, end: int) -> Iterator[bytes]:
    """The sealed bytes of the leaves from ``start`` up to, not including, ``end``."""
    for first in range(start, end, _CHUNK):
        places = connection.execute(_PLACES, [first, min(first + _CHUNK, end)]).fetchall()
        ids: list[UUID] = [entry_id for (entry_id,) in places]
        # The bounds let the planner leave out other months.
        parameters = [ids, min(ids), max(ids)]
        found = connection.execute(_ENTRIES, parameters, prepare=False, binary=True).fetchall()
        sealed: dict[UUID, bytes] = dict(found)
        if len(sealed) < len(ids):
            raise EntriesPruned(f"(leaves {first} to {min(first + _CHUNK, end) - 1})")
        yield from (sealed[entry_id] for entry_id in ids)
