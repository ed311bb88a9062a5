"""The process that gives entries their place, signs checkpoints and keeps the mirrors.

Only one works at a time; others stand by and take over when its session ends.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from uuid import uuid4

import psycopg
from django.conf import settings

from chaperone.jobs.clock import Jump, Watch
from chaperone.ledger import log_key
from chaperone.ledger.clock import BACK, FORWARD, behind_ledger, note
from chaperone.ledger.connecting import connect
from chaperone.ledger.errors import Fenced, LogKeyRefused, MirrorUnavailable
from chaperone.ledger.keeping import Keepers, mirrors_kept
from chaperone.ledger.mirroring import refuse_if_ahead
from chaperone.ledger.mirrors.addresses import Address
from chaperone.ledger.placing import BATCH, Placer, anything_signed, holds_lock
from chaperone.merkle.errors import MerkleError
from chaperone.merkle.log.signing import Signer
from chaperone.telemetry.lines import Fixed

# Each look costs the same, however few wait; the next one makes 100 ms to a place certain.
IDLE_SECONDS = 0.025
# An entry waits at most this long, and a little, for a checkpoint that covers it: one a second.
SIGN_AFTER_SECONDS = 0.7
STANDBY_SECONDS = 0.5
_LAST_KEY_CHANGE = "select note from ledger_key_change order by number desc limit 1"
_log = logging.getLogger(__name__)


def run(stop: Event) -> None:
    """Works until ``stop`` is set; connects again when the database has been away.

    Raises ``PrivateFileError``, ``LogKeyRefused``, ``MirrorAheadOfDatabase``.
    """
    while not stop.is_set():
        try:
            with connect() as connection:
                sequence(connection, settings.CHAPERONE_MIRRORS, stop)
        except (psycopg.OperationalError, psycopg.errors.ReadOnlySqlTransaction) as error:
            # Read-only: a node that led until now, reached by an old way.
            _log.warning("The database is away: %s", error)
            stop.wait(1)
        except Fenced:
            _log.warning("Another sequencer has taken over; standing by.")


def sequence(connection: psycopg.Connection, mirrors: Sequence[Address], stop: Event) -> None:
    """Stands by until this is the only sequencer, then works until ``stop`` is set.

    Raises what ``run`` raises, ``Fenced`` and ``psycopg.OperationalError``.
    """
    while not holds_lock(connection):
        if stop.wait(STANDBY_SECONDS):
            return
    for address in mirrors:
        _compare(connection, address)
    placer = Placer(connection, _signer(connection))
    watch = Watch(BACK, FORWARD)
    _note(connection, behind_ledger(connection, datetime.now(UTC)))
    _log.info("Sequencing.")
    with mirrors_kept(mirrors, connect) as signed:
        _work(placer, signed, stop, lambda: _note(connection, watch.look()))


def _compare(connection: psycopg.Connection, address: Address) -> None:
    """A mirror out of reach stops nobody's work: what it holds is compared when it is written."""
    try:
        refuse_if_ahead(connection, address)
    except (OSError, MerkleError, MirrorUnavailable) as error:
        _log.warning("The mirror %s could not be read: %s", Fixed(address), error)


def _signer(connection: psycopg.Connection) -> Signer:
    """The first sequencer makes the key. Lost later, it is never made anew: see ``load``."""
    path = settings.CHAPERONE_LOG_KEY
    if not path.exists() and not anything_signed(connection):
        log_key.create(path, uuid4())
    return _in_force(connection, path)


def _note(connection: psycopg.Connection, jump: Jump | None) -> None:
    if jump:
        _log.warning("The clock was put %s by %s.", Fixed(jump.kind), jump.by)
        note(connection, jump)


def _in_force(connection: psycopg.Connection, path: Path) -> Signer:
    """The key at ``path``, which must be the one that the last change of key names, if any.

    A change that was signed, but cut off before the key took its place, is completed.
    """
    row = connection.execute(_LAST_KEY_CHANGE).fetchone()
    named = row[0].splitlines()[3].removeprefix("next-key ") if row else None
    waiting = log_key.successor(path)
    if waiting and waiting.verifier_key == named:
        log_key.succeed(path)
    signer = log_key.load(path)
    if named and signer.verifier_key != named:
        raise LogKeyRefused(f"({path}: since the last change of key it is {named})")
    return signer


def _change_key(placer: Placer) -> bool:
    """Takes the key that waits into use, if one does, after all that was committed before."""
    path = settings.CHAPERONE_LOG_KEY
    waiting = log_key.successor(path)
    if waiting is None:
        return False
    while placer.place():
        pass
    placer.change_key(waiting)
    log_key.succeed(path)
    _log.info("The log's key was changed to %s.", Fixed(waiting.verifier_key))
    return True


def _work(placer: Placer, signed: Keepers, stop: Event, look: Callable[[], None]) -> None:
    unsigned_since = time.monotonic() if placer.unsigned else None
    signed.set()
    while True:
        stopping = stop.is_set()
        look()
        placed = placer.place()
        now = time.monotonic()
        if unsigned_since is None and placer.unsigned:
            unsigned_since = now
        if unsigned_since is not None and (stopping or now - unsigned_since >= SIGN_AFTER_SECONDS):
            placer.sign()
            signed.set()
            unsigned_since = None
        if _change_key(placer):
            signed.set()
            unsigned_since = None
        if stopping:
            return
        if placed < BATCH:
            stop.wait(IDLE_SECONDS)
