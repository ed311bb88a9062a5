"""How far a sink has received the record: a row of PostgreSQL, moved after the receiver has it."""

import psycopg

from chaperone.ledger.sinks.errors import Overtaken, SinkBusy

_LOCK = 0x73696E6B  # "sink"
_LONGEST_ERROR = 1000
_HOLD = "select pg_try_advisory_lock(%s, hashtext(%s))"
_BEGIN = "insert into ledger_forwarded (sink) values (%s) on conflict do nothing"
_READ = "select next_leaf from ledger_forwarded where sink = %s"
_ADVANCE = """
    update ledger_forwarded set next_leaf = %s, received_at = now(), error = ''
    where sink = %s and next_leaf = %s
"""
_FAILED = "update ledger_forwarded set error = %s where sink = %s"


class Cursor:
    """The place of one sink, for the one process that sends to it.

    ``connection`` commits each statement; the place is this process's own as long as it lasts.
    Raises ``SinkBusy``.
    """

    def __init__(self, connection: psycopg.Connection, sink: str) -> None:
        self._connection = connection
        self._sink = sink
        # The auditor reads unless it says otherwise.
        connection.execute("set default_transaction_read_only = off")
        row = connection.execute(_HOLD, [_LOCK, sink]).fetchone()
        if not row or not row[0]:
            raise SinkBusy(f"({sink})")
        connection.execute(_BEGIN, [sink])
        found = connection.execute(_READ, [sink]).fetchone()
        assert found is not None
        self.place: int = found[0]

    def advance(self, place: int) -> None:
        """The sink has received every entry before ``place``. Raises ``Overtaken``."""
        moved = self._connection.execute(_ADVANCE, [place, self._sink, self.place])
        if moved.rowcount != 1:
            raise Overtaken(f"({self._sink})")
        self.place = place

    def note_failure(self, sentence: str) -> None:
        """Keeps why nothing is received, for who asks how the sink is."""
        self._connection.execute(_FAILED, [sentence[:_LONGEST_ERROR], self._sink])
