"""The process that sends the record to every sink. A receiver that is away delays its own only."""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from threading import Event, Thread
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connections

from chaperone.ledger.connecting import connect
from chaperone.ledger.errors import LedgerError
from chaperone.ledger.gates import may_leave
from chaperone.ledger.sinks.configuration import Sink
from chaperone.ledger.sinks.cursor import Cursor
from chaperone.ledger.sinks.errors import SinkBusy
from chaperone.ledger.sinks.outlets import outlet
from chaperone.ledger.sinks.reading import Reader
from chaperone.ledger.sinks.sending import Sending
from chaperone.ledger.sinks.source import Source
from chaperone.merkle.errors import MerkleError
from chaperone.telemetry.lines import Fixed

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_log = logging.getLogger(__name__)


def run(sinks: Sequence[Sink], stop: Event) -> None:
    """Sends to each sink until ``stop`` is set, each in a thread of its own."""
    threads = [Thread(target=_keep_sending, args=(sink, stop), name=sink.name) for sink in sinks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def forward_once(sink: Sink) -> int:
    """Sends all that is signed by now; returns how many entries were received.

    Raises ``LedgerError``, ``MerkleError`` and ``psycopg.Error``.
    """
    with _sending(sink) as sending:
        return sending.once()


def _keep_sending(sink: Sink, stop: Event) -> None:
    try:
        _send_until(sink, stop)
    finally:
        # What nobody foresaw ends the process, and is in its log; whoever runs it starts it again.
        stop.set()


def _send_until(sink: Sink, stop: Event) -> None:
    pause = _FIRST_PAUSE
    while not stop.is_set():
        began = time.monotonic()
        try:
            with _sending(sink) as sending:
                sending.until(stop)
        except SinkBusy:
            _log.info("%s: another process sends; standing by.", Fixed(sink.name))
            stop.wait(_FIRST_PAUSE)
        except (LedgerError, MerkleError, DatabaseError, psycopg.Error) as error:
            if time.monotonic() - began > _LONGEST_PAUSE:
                pause = _FIRST_PAUSE
            _log.warning("%s: %s Trying again in %.0f s.", Fixed(sink.name), error, pause)
            stop.wait(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)


@contextmanager
def _sending(sink: Sink) -> Iterator[Sending]:
    formatted, receiver = outlet(sink)
    try:
        with connect() as connection:
            cursor = Cursor(connection, sink.name)
            reader = Reader(connection, settings.CHAPERONE_LOG_KEY)
            allowed = partial(_may_leave, connection, sink)
            try:
                yield Sending(cursor, reader, receiver, formatted, source(), allowed)
            except (LedgerError, MerkleError) as error:
                cursor.note_failure(str(error))
                raise
    finally:
        receiver.close()
        # Of this thread: a new one is made where the database was away.
        connections.close_all()


def _may_leave(connection: psycopg.Connection, sink: Sink) -> bool:
    return sink.outside is None or may_leave(connection, sink.outside)


def source() -> Source:
    """Which installation this is."""
    return Source(urlsplit(settings.CHAPERONE_URL).hostname or "")
