"""Sending to one sink: at least once, in the order of the tree."""

import time
from collections.abc import Callable
from threading import Event

from chaperone.ledger.errors import NotCovered
from chaperone.ledger.sinks.cursor import Cursor
from chaperone.ledger.sinks.outlets import Formatted
from chaperone.ledger.sinks.reading import Reader
from chaperone.ledger.sinks.receivers import Receiver
from chaperone.ledger.sinks.source import Source

BATCH = 256
# What may have to be sent again after a broken connection, at most.
MOST_UNSETTLED = 10_000
_IDLE_SECONDS = 0.5


class Sending:
    """Between the first batch and the last of one connection to the database.

    The cursor follows what has been received. Whoever comes after this one, for whatever reason it
    ended, begins at the cursor: what was sent behind it is sent again.
    """

    def __init__(
        self,
        cursor: Cursor,
        reader: Reader,
        receiver: Receiver,
        formatted: Formatted,
        source: Source,
        allowed: Callable[[], bool],
    ) -> None:
        self._cursor = cursor
        self._reader = reader
        self._receiver = receiver
        self._formatted = formatted
        self._source = source
        self._allowed = allowed
        self._sent = cursor.place
        self._unsettled_since = 0.0

    def until(self, stop: Event) -> None:
        """Sends what is signed, as it is signed. Raises ``LedgerError``, ``MerkleError``.

        Each batch asks whether it may leave; where no agreement lets it, ``NotCovered``, and who
        comes after this one goes on from the cursor.
        """
        while not stop.is_set():
            moved = self._step(self._reader.signed_size())
            if self._is_due():
                self._settle()
            if not moved:
                stop.wait(_IDLE_SECONDS)
        self._settle()

    def once(self) -> int:
        """Sends all that is signed by now, and returns how many entries were received."""
        first, size = self._cursor.place, self._reader.signed_size()
        while self._step(size):
            if self._is_due():
                self._settle()
        self._settle()
        return self._cursor.place - first

    def _step(self, size: int) -> bool:
        """Sends the next batch; whether there was one."""
        end = min(self._sent + BATCH, size)
        if end <= self._sent:
            return False
        entries = self._reader.between(self._sent, end)
        if self._sent == self._cursor.place:
            self._unsettled_since = time.monotonic()
        if entries:
            # Right before the bytes go. What was sent already is settled by whoever sends next.
            if not self._allowed():
                raise NotCovered
            self._receiver.take([self._formatted(entry, self._source) for entry in entries])
        self._sent = end
        return True

    def _is_due(self) -> bool:
        unsettled = self._sent - self._cursor.place
        waited = time.monotonic() - self._unsettled_since
        return unsettled > 0 and (
            unsettled >= MOST_UNSETTLED or waited >= self._receiver.settle_seconds
        )

    def _settle(self) -> None:
        if self._sent > self._cursor.place:
            self._receiver.settle()
            self._cursor.advance(self._sent)
