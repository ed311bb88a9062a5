"""Giving committed entries their place in the tree, under the protection of a fencing token."""

import logging
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg

from chaperone.database.identifiers import first_id_of
from chaperone.ledger.errors import Fenced
from chaperone.merkle.log.checkpoints import sign_checkpoint
from chaperone.merkle.log.frontier import Frontier
from chaperone.merkle.log.hashing import leaf_hashes
from chaperone.merkle.log.signing import Signer

BATCH = 4096
RECENT = timedelta(minutes=1)
_LOCK = 0x6C656467  # "ledg"
# A whole sweep may take at most this share of the time; what it costs grows with dead rows.
_SWEEP_SHARE = 0.05
_SHORTEST_SWEEP_PAUSE = 0.5
_log = logging.getLogger(__name__)

_OLDEST = UUID(int=0)
_TAKE_OVER = "update ledger_tree set epoch = epoch + 1 returning epoch, frontier"
_WAITING = "select entry_id from ledger_pending where entry_id >= %s order by entry_id limit %s"
_ENTRIES = """
    select id, sealed from ledger_entry
    where id = any (%s) and id between %s and %s order by id
"""
_TAKEN = "delete from ledger_pending where entry_id = any (%s)"
_LEAVES = "copy ledger_leaf (leaf_index, entry_id, leaf_hash) from stdin (format binary)"
_GROW = "update ledger_tree set size = %s, frontier = %s where epoch = %s and size = %s"
_SIGN = """
    insert into ledger_checkpoint (size, root, note, signed_at)
    select size, %s, %s, now() from ledger_tree where epoch = %s and size = %s for update
"""


class Placer:
    """The one that places and signs, as long as its epoch is the tree's."""

    def __init__(self, connection: psycopg.Connection, signer: Signer) -> None:
        """Takes over from whoever was before; needs the lock (see ``holds_lock``)."""
        self._connection = connection
        self._signer = signer
        self._next_sweep = 0.0
        # Index scans pass over dead rows cheaply. What is placed becomes durable with the
        # checkpoint that covers it; before that, a crash of the server puts it back to pending.
        connection.execute("set enable_seqscan = off")
        connection.execute("set synchronous_commit = off")
        row = connection.execute(_TAKE_OVER).fetchone()
        assert row is not None
        self._epoch: int = row[0]
        self._frontier = Frontier.from_bytes(row[1])
        self._signed_size = self._last_signed()

    @property
    def unsigned(self) -> int:
        """How many leaves no checkpoint covers yet."""
        return self._frontier.size - self._signed_size

    def place(self) -> int:
        """Places entries whose transactions have committed; returns how many.

        Raises ``Fenced``, and then has written nothing.
        """
        waiting = self._waiting()
        return self._place(waiting) if waiting else 0

    def sign(self) -> int:
        """Signs a checkpoint of the tree as it stands; returns its size. Raises ``Fenced``."""
        size, root = self._frontier.size, self._frontier.root()
        if size == self._signed_size:
            return size
        note = sign_checkpoint(self._signer, size=size, root=root).decode()
        with self._connection.transaction():
            self._connection.execute("set local synchronous_commit = on")
            signed = self._connection.execute(_SIGN, [root, note, self._epoch, size])
            if signed.rowcount != 1:
                raise Fenced
        self._signed_size = size
        return size

    def _waiting(self) -> list[UUID]:
        """Ids of the last minute; now and then all, to find those of long transactions.

        A long transaction keeps the rows that were placed meanwhile from being vacuumed, and a
        scan that began at the oldest would pass over all of them 40 times a second.
        """
        began = time.monotonic()
        sweep = began >= self._next_sweep
        since = _OLDEST if sweep else first_id_of(datetime.now(UTC) - RECENT)
        found = self._connection.execute(_WAITING, [since, BATCH]).fetchall()
        if sweep:
            now = time.monotonic()
            pause = max((now - began) / _SWEEP_SHARE, _SHORTEST_SWEEP_PAUSE)
            self._next_sweep = now + pause
        return [entry_id for (entry_id,) in found]

    def _place(self, waiting: list[UUID]) -> int:
        with self._connection.transaction():
            # Not prepared: with the ids as literals the planner leaves out other months.
            entries = self._connection.execute(
                _ENTRIES, [waiting, waiting[0], waiting[-1]], prepare=False, binary=True
            ).fetchall()
            if len(entries) < len(waiting):
                _log.error("%d pending rows have no entry", len(waiting) - len(entries))
            grown = self._write([row[0] for row in entries], leaf_hashes(row[1] for row in entries))
        self._frontier = grown
        return len(entries)

    def _write(self, ids: list[UUID], hashes: list[bytes]) -> Frontier:
        grown = Frontier.from_bytes(self._frontier.to_bytes())
        first = grown.size
        grown.append(hashes)
        parameters = [grown.size, grown.to_bytes(), self._epoch, first]
        if self._connection.execute(_GROW, parameters).rowcount != 1:
            raise Fenced
        self._connection.execute(_TAKEN, [ids])
        with self._connection.cursor().copy(_LEAVES) as copy:
            copy.set_types(["int8", "uuid", "bytea"])
            for offset, (entry_id, leaf_hash) in enumerate(zip(ids, hashes, strict=True)):
                copy.write_row((first + offset, entry_id, leaf_hash))
        return grown

    def _last_signed(self) -> int:
        row = self._connection.execute("select max(size) from ledger_checkpoint").fetchone()
        return row[0] or 0 if row else 0


def anything_signed(connection: psycopg.Connection) -> bool:
    """Whether there is a checkpoint, and so a key that signed it."""
    row = connection.execute("select exists (select from ledger_checkpoint)").fetchone()
    return bool(row and row[0])


def holds_lock(connection: psycopg.Connection) -> bool:
    """Whether this session is the one that may sequence; False while another does."""
    row = connection.execute("select pg_try_advisory_lock(%s)", [_LOCK]).fetchone()
    return bool(row and row[0])
