"""The process that gives entries their place, signs checkpoints and keeps the mirrors.

Only one works at a time; others stand by and take over when its session ends.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

import psycopg
from django.conf import settings

from chaperone.ledger import log_key
from chaperone.ledger.clock import Jump, Watch, behind_ledger, note
from chaperone.ledger.connecting import connect
from chaperone.ledger.errors import Fenced, NothingSigned
from chaperone.ledger.mirroring import catch_up, refuse_if_ahead
from chaperone.ledger.placing import BATCH, Placer, anything_signed, holds_lock
from chaperone.merkle.errors import MerkleError
from chaperone.merkle.log.signing import Signer

IDLE_SECONDS = 0.025
# An entry waits at most this long, and a little, for a checkpoint that covers it: one a second.
SIGN_AFTER_SECONDS = 0.7
STANDBY_SECONDS = 0.5
_log = logging.getLogger(__name__)


def run(stop: Event) -> None:
    """Works until ``stop`` is set; connects again when the database has been away.

    Raises ``PrivateFileError``, ``LogKeyRefused``, ``MirrorAheadOfDatabase``.
    """
    while not stop.is_set():
        try:
            with connect() as connection:
                sequence(connection, settings.CHAPERONE_MIRRORS, stop)
        except psycopg.OperationalError as error:
            _log.warning("The database is away: %s", error)
            stop.wait(1)
        except Fenced:
            _log.warning("Another sequencer has taken over; standing by.")


def sequence(connection: psycopg.Connection, mirrors: Sequence[Path], stop: Event) -> None:
    """Stands by until this is the only sequencer, then works until ``stop`` is set.

    Raises what ``run`` raises, ``Fenced`` and ``psycopg.OperationalError``.
    """
    while not holds_lock(connection):
        if stop.wait(STANDBY_SECONDS):
            return
    for folder in mirrors:
        _compare(connection, folder)
    placer = Placer(connection, _signer(connection))
    watch = Watch()
    _note(connection, behind_ledger(connection, datetime.now(UTC)))
    _log.info("Sequencing.")
    with _mirrors_kept(mirrors) as signed:
        _work(placer, signed, stop, lambda: _note(connection, watch.look()))


def _compare(connection: psycopg.Connection, folder: Path) -> None:
    """A mirror out of reach stops nobody's work: what it holds is compared when it is written."""
    try:
        refuse_if_ahead(connection, folder)
    except (OSError, MerkleError):
        _log.exception("The mirror %s could not be read.", folder)


def _signer(connection: psycopg.Connection) -> Signer:
    """The first sequencer makes the key. Lost later, it is never made anew: see ``load``."""
    path = settings.CHAPERONE_LOG_KEY
    if not path.exists() and not anything_signed(connection):
        log_key.create(path, uuid4())
    return log_key.load(path)


def _note(connection: psycopg.Connection, jump: Jump | None) -> None:
    if jump:
        _log.warning("The clock was put %s by %s.", jump.kind, jump.by)
        note(connection, jump)


def _work(placer: Placer, signed: Event, stop: Event, look: Callable[[], None]) -> None:
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
        if stopping:
            return
        if placed < BATCH:
            stop.wait(IDLE_SECONDS)


@contextmanager
def _mirrors_kept(folders: Sequence[Path]) -> Iterator[Event]:
    """A thread of its own, since a slow mirror must not hold up the placing."""
    signed, ended = Event(), Event()
    keeper = Thread(target=_keep_mirrors, args=(folders, signed, ended), name="ledger-mirrors")
    keeper.start()
    try:
        yield signed
    finally:
        ended.set()
        signed.set()
        keeper.join()


def _keep_mirrors(folders: Sequence[Path], signed: Event, ended: Event) -> None:
    last_round = False
    while not last_round:
        try:
            with connect() as connection:
                while not last_round:
                    signed.wait()
                    signed.clear()
                    last_round = ended.is_set()
                    for folder in folders:
                        _mirror(connection, folder)
        except psycopg.Error as error:
            _log.warning("Mirroring waits for the database: %s", error)
            last_round = ended.wait(1)
            signed.set()


def _mirror(connection: psycopg.Connection, folder: Path) -> None:
    try:
        catch_up(connection, folder)
    except NothingSigned:
        return
    except (OSError, MerkleError):
        # The next checkpoint tries again; sequencing goes on without this mirror meanwhile.
        _log.exception("The mirror %s could not be brought up to date.", folder)
