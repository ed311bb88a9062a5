"""Keeping the mirrors up to date: a thread for each, since a slow one must hold up nobody."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread

import psycopg
from django.conf import settings

from chaperone.ledger.errors import LedgerError, NotCovered, NothingSigned
from chaperone.ledger.gates import Outside, may_leave
from chaperone.ledger.mirroring import catch_up, write_cosigned
from chaperone.ledger.mirrors.addresses import Address, bucket_of, folders
from chaperone.merkle.errors import MerkleError
from chaperone.telemetry.lines import Fixed

LAST_ROUND_SECONDS = 10.0
_SAY_AGAIN_SECONDS = 60.0
_LONGEST_PROBLEM = 500
_STATE = "select size, cosigned from ledger_mirror where name = %s"
_KEPT = """
    insert into ledger_mirror (name, size, cosigned, kept_at, tried_at)
    values (%s, %s, %s, now(), now())
    on conflict (name) do update set size = excluded.size, cosigned = excluded.cosigned,
        kept_at = now(), tried_at = now(), problem = ''
"""
_FAILED = """
    insert into ledger_mirror (name, problem, tried_at) values (%s, %s, now())
    on conflict (name) do update set problem = excluded.problem, tried_at = now()
"""
_MEANWHILE = "mirror"
_log = logging.getLogger(__name__)
Connect = Callable[[], psycopg.Connection]


class Keepers:
    """The threads that keep the mirrors."""

    def __init__(self, addresses: Sequence[Address], connect: Connect) -> None:
        self._keepers = [_Keeper(address, connect) for address in addresses]

    def set(self) -> None:
        """There is something new to mirror."""
        for keeper in self._keepers:
            keeper.news.set()

    def end(self) -> None:
        """One more round, then the end; who takes too long is left alone, as a crash would."""
        until = time.monotonic() + LAST_ROUND_SECONDS
        for keeper in self._keepers:
            keeper.ended.set()
            keeper.news.set()
        for keeper in self._keepers:
            keeper.thread.join(max(until - time.monotonic(), 0))


@contextmanager
def mirrors_kept(addresses: Sequence[Address], connect: Connect) -> Iterator[Keepers]:
    """Keeps the mirrors during the block: call ``set`` when a checkpoint was signed."""
    keepers = Keepers(addresses, connect)
    try:
        yield keepers
    finally:
        keepers.end()


class _Keeper:
    def __init__(self, address: Address, connect: Connect) -> None:
        self._address = address
        self._connect = connect
        self._said = 0.0
        self.news, self.ended = Event(), Event()
        # A daemon: a store that does not answer must not keep the process from ending.
        self.thread = Thread(target=self._run, name=f"mirror {address}", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        last_round = False
        while not last_round:
            try:
                with self._connect() as connection:
                    while not last_round:
                        self.news.wait()
                        self.news.clear()
                        last_round = self.ended.is_set()
                        self._round(connection)
            except psycopg.Error as error:
                _log.warning("Mirroring waits for the database: %s", error)
                last_round = self.ended.wait(1)
                self.news.set()

    def _round(self, connection: psycopg.Connection) -> None:
        """Once; the next checkpoint tries again, and sequencing goes on meanwhile."""
        name = str(self._address)
        try:
            before = connection.execute(_STATE, [name]).fetchone()
            complete_to, cosigned = before or (None, 0)
            if not _may_leave(connection, self._address):
                _keep_here(connection)
                raise NotCovered
            size = catch_up(connection, self._address, complete_to=complete_to)
            cosigned = write_cosigned(connection, self._address, after=cosigned)
        except NothingSigned:
            return
        except (OSError, MerkleError, LedgerError) as error:
            problem = f"{type(error).__name__}: {error}"[:_LONGEST_PROBLEM].replace("\x00", "")
            connection.execute(_FAILED, [name, problem])
            self._say(problem)
        else:
            connection.execute(_KEPT, [name, size, cosigned])
            if self._said:
                _log.warning("The mirror %s is up to date again.", Fixed(name))
                self._said = 0.0

    def _say(self, problem: str) -> None:
        """Once a minute: it would be each second otherwise."""
        now = time.monotonic()
        if not self._said or now - self._said > _SAY_AGAIN_SECONDS:
            self._said = now
            _log.warning(
                "The mirror %s could not be brought up to date: %s", Fixed(self._address), problem
            )


def _may_leave(connection: psycopg.Connection, address: Address) -> bool:
    """A folder is ours. In a bucket lie sealed bytes only, which nobody there can open; but
    whoever keeps sealed PHI needs an agreement, too (45 CFR 160.103, "business associate").
    """
    bucket = bucket_of(address)
    return bucket is None or may_leave(connection, Outside("mirror", bucket))


def _keep_here(connection: psycopg.Connection) -> None:
    """Where no mirror is a folder, one in the data folder meanwhile, so that a change of the
    database still shows. It stays, and costs what a second mirror does.
    """
    if not folders():
        catch_up(connection, settings.CHAPERONE_DATA / _MEANWHILE)
