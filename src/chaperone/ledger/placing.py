"""Giving committed entries their place in the tree, under the protection of a fencing token."""

import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg.types.multirange import Multirange
from psycopg.types.range import Range

from chaperone.database.identifiers import first_id_of
from chaperone.ledger.errors import Fenced, NotVerified
from chaperone.ledger.pruned import runs_of
from chaperone.merkle.log.checkpoints import (
    sign_checkpoint,
    sign_destruction,
    sign_key_change,
    sign_restoration,
    unverified_head,
)
from chaperone.merkle.log.frontier import Frontier
from chaperone.merkle.log.signing import Signer
from chaperone.merkle.log.tiling import Kept, hashes_of

BATCH = 4096
RECENT = timedelta(minutes=1)
_CLOCKS_APART = timedelta(minutes=1)
_LOCK = 0x6C656467  # "ledg"
# A whole sweep may take at most this share of the time; what it costs grows with dead rows.
_SWEEP_SHARE = 0.05
_SHORTEST_SWEEP_PAUSE = 0.5

_OLDEST, _NEWEST = UUID(int=0), UUID(int=(1 << 128) - 1)
_TAKE_OVER = "update ledger_tree set epoch = epoch + 1 returning epoch, frontier"
# A batch is taken before it is joined, so that its cost does not grow with what waits behind it.
# The bounds let the planner leave out other months. "offset 0" keeps it from joining the other way
# round, which would read every entry between the bounds each time: few wait, but many are that new.
_WAITING = """
    select pending.entry_id, entry.sealed
    from (
        select entry_id from ledger_pending
        where entry_id between %(since)s and %(until)s order by entry_id limit %(limit)s
    ) as pending
    cross join lateral (
        select sealed from ledger_entry
        where id = pending.entry_id and id between %(since)s and %(until)s
        offset 0
    ) as entry
    order by pending.entry_id
"""
_PLACE = "select ledger_place(%s, %s, %s, %s, %s)"
_SIGN = "select ledger_sign(%s, %s, %s, %s)"
_UNSTATED = """
    select month, leaves, digest from ledger_prune as prune
    where not exists (select from ledger_prune_statement where month = prune.month)
        and exists (select from ledger_leaf where entry_id = prune.entry_id and leaf_index < %s)
    order by month
"""
_STATE = "select ledger_state_prune(%s, %s, %s, %s)"
_CHANGE_KEY = "select ledger_change_key(%s, %s, %s)"
_BEGIN_EPOCH = "select ledger_begin_epoch(%s, %s, %s, %s, %s, %s, %s, %s, %s)"
_Waiting = list[tuple[UUID, bytes]]
_Placed = Sequence[tuple[UUID, Kept]]


class Placer:
    """The one that places and signs, as long as its epoch is the tree's."""

    def __init__(self, connection: psycopg.Connection, signer: Signer) -> None:
        """Takes over from whoever was before; needs the lock (see ``holds_lock``)."""
        self._connection = connection
        self._signer = signer
        self._next_sweep = 0.0
        self._swept_to: UUID | None = None
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
    def size(self) -> int:
        """How many leaves the tree has."""
        return self._frontier.size

    @property
    def signed_size(self) -> int:
        """How many leaves the last checkpoint covers."""
        return self._signed_size

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
        """Signs a checkpoint of the tree as it stands, and what it says of months that are to be
        destroyed; returns its size. Raises ``Fenced``.
        """
        size, root = self._frontier.size, self._frontier.root()
        if size == self._signed_size:
            return size
        note = sign_checkpoint(self._signer, size=size, root=root).decode()
        self._fenced(_SIGN, [self._epoch, size, root, note])
        self._signed_size = size
        self._state_prunes(size, root)
        return size

    def change_key(self, successor: Signer) -> None:
        """Signs that the successor signs from here on, with both keys. Raises ``Fenced``."""
        size, root = self.sign(), self._frontier.root()
        note = sign_key_change(self._signer, successor, size=size, root=root).decode()
        self._fenced(_CHANGE_KEY, [self._epoch, size, note])
        self._signer = successor

    def place_again(self, entries: _Placed) -> None:
        """Places entries of before a restore, in the order that they had; of those that were
        destroyed, the hash. Raises ``Fenced``.
        """
        if entries:
            self._place(entries)

    def sign_again(self, note: bytes) -> None:
        """Keeps a checkpoint that was signed before a restore. Raises ``Fenced``, and
        ``NotVerified`` where it is not one of the tree as it stands.
        """
        head, root = unverified_head(note), self._frontier.root()
        if (head.size, head.root) != (self._frontier.size, root):
            raise NotVerified(f"checkpoint {head.size}", "the tree as it was has another root")
        if head.size > self._signed_size:
            text = note.decode()
            self._fenced(_SIGN, [self._epoch, head.size, root, text])
            self._signed_size = head.size

    def change_key_again(self, statement: bytes) -> None:
        """Keeps a change of key of before a restore. Raises ``Fenced``."""
        size = unverified_head(statement).size
        self._fenced(_CHANGE_KEY, [self._epoch, size, statement.decode()])

    def state_prune_again(self, month: date, statement: bytes) -> None:
        """Keeps what was signed of a destroyed month before a restore. Raises ``Fenced``."""
        size = unverified_head(statement).size
        self._fenced(_STATE, [self._epoch, month, size, statement.decode()])

    def begin_epoch(
        self,
        entry_id: UUID,
        *,
        backup: int,
        kept: int,
        bound: tuple[int, bytes],
        unread: Sequence[tuple[int, int]],
    ) -> str:
        """Signs from where the log goes on after a restore, which the entry says as well; returns
        the statement (``merkle.audit.restored``). Raises ``Fenced``.
        """
        size, root = self.sign(), self._frontier.root()
        note = sign_restoration(
            self._signer,
            size=size,
            root=root,
            backup=backup,
            kept=kept,
            bound=bound,
            unread=unread,
        ).decode()
        runs = Multirange([Range(first, last + 1) for first, last in unread])
        told: list[Any] = [backup, kept, *bound, runs, size, note, entry_id]
        self._fenced(_BEGIN_EPOCH, [self._epoch, *told])
        return note

    def _waiting(self) -> _Waiting:
        """Those of the last minute; now and then all, to find those of long transactions.

        A long transaction keeps the rows that were placed meanwhile from being vacuumed, and a
        scan that began at the oldest would pass over all of them 40 times a second.
        """
        began, now = time.monotonic(), datetime.now(UTC)
        sweep = self._swept_to is not None or began >= self._next_sweep
        bounds = {
            "since": (self._swept_to or _OLDEST) if sweep else first_id_of(now - RECENT),
            "until": _NEWEST if sweep else first_id_of(now + _CLOCKS_APART),
            "limit": BATCH,
        }
        # Not prepared: only literals let the planner leave out months.
        found = self._connection.execute(_WAITING, bounds, prepare=False, binary=True).fetchall()
        if sweep:
            self._note_sweep(found, began)
        return found

    def _note_sweep(self, found: _Waiting, began: float) -> None:
        """A sweep that found a whole batch goes on behind it at once: others have piled up."""
        self._swept_to = found[-1][0] if len(found) == BATCH else None
        ended = time.monotonic()
        self._next_sweep = ended + max((ended - began) / _SWEEP_SHARE, _SHORTEST_SWEEP_PAUSE)

    def _place(self, waiting: _Placed) -> int:
        ids = [entry_id for entry_id, _ in waiting]
        hashes = hashes_of([kept for _, kept in waiting])
        grown = Frontier.from_bytes(self._frontier.to_bytes())
        grown.append(hashes)
        first = self._frontier.size
        self._fenced(_PLACE, [self._epoch, first, ids, b"".join(hashes), grown.to_bytes()])
        self._frontier = grown
        return len(ids)

    def _state_prunes(self, size: int, root: bytes) -> None:
        """With a new checkpoint, so that the key in force at its size has signed."""
        for month, leaves, digest in self._connection.execute(_UNSTATED, [size]).fetchall():
            note = sign_destruction(
                self._signer, size=size, root=root, runs=runs_of(leaves), digest=digest
            )
            self._fenced(_STATE, [self._epoch, month, size, note.decode()])

    def _fenced(self, query: LiteralString, parameters: list[Any]) -> None:
        row = self._connection.execute(query, parameters).fetchone()
        if not row or not row[0]:
            raise Fenced

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
