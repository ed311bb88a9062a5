"""The worker process: runs nudges until it is told to stop."""

import asyncio
import logging
import signal
from datetime import timedelta
from threading import Event
from types import FrameType

import psycopg
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ProcrastinateException
from procrastinate.psycopg_connector import PsycopgConnector

from chaperone.jobs import beforehand, steady
from chaperone.jobs.clock import Watch
from chaperone.jobs.queues import ORDINARY
from chaperone.telemetry.lines import Fixed

GRACE_SECONDS = 8.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 5.0
# How long it waits for a connection before it starts afresh: soon after another node leads.
_CONNECTION_SECONDS = 5.0
_SIGNALS = (signal.SIGTERM, signal.SIGINT)
CLOCK_SECONDS = 1.0
MOVED = timedelta(minutes=1)
"""A clock that was set by less brings nothing periodic out of step."""
_log = logging.getLogger(__name__)


def run(*, queue: str = ORDINARY, at_once: int = 1) -> None:
    """Runs the tasks of a queue until SIGTERM or SIGINT; what runs then has ``GRACE_SECONDS`` to
    end. While the database is away it tries again and again.

    Tasks are synchronous and run one at a time: an installation scales by processes. What waits
    for a network runs in a queue and a process of its own, ``at_once`` tasks side by side, so that
    it never holds up anything else.
    """
    stop = Event()
    with steady.running():
        beforehand.make_all()
        pause = _FIRST_PAUSE
        while True:
            worked = asyncio.run(_work(stop, queue, at_once))
            if stop.is_set():
                return
            pause = _FIRST_PAUSE if worked else min(pause * 2, _LONGEST_PAUSE)
            _log.warning("The worker's queue has ended; it begins afresh in %s seconds.", pause)
            _wait(stop, pause)
            if stop.is_set():
                return


async def _work(stop: Event, queue: str, at_once: int) -> bool:
    """Until told to stop, the queue is lost or the wall clock was moved; whether it was reached.
    Each time with a pool of its own: an old one would try its dead connections again at ever
    longer intervals.
    """
    connector = PsycopgConnector(
        kwargs=connector_params(), timeout=_CONNECTION_SECONDS, min_size=1, max_size=4
    )
    worker_app = app.with_connector(connector)
    try:
        await connector.open_async()
    except (psycopg.Error, ProcrastinateException):
        await connector.close_async()
        return False
    work = asyncio.ensure_future(
        worker_app.run_worker_async(
            queues=[queue],
            concurrency=at_once,
            shutdown_graceful_timeout=GRACE_SECONDS,
            install_signal_handlers=False,
        )
    )
    for number in _SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, _end, stop, work)
    watching = asyncio.ensure_future(_end_when_moved(work, Watch(MOVED, MOVED)))
    try:
        # It ends by itself, too: when what it listens on is lost.
        await work
    except asyncio.CancelledError:
        pass
    except (psycopg.Error, ProcrastinateException) as problem:
        _log.warning("The queue cannot be reached.", exc_info=problem)
    finally:
        watching.cancel()
        await connector.close_async()
    return True


async def _end_when_moved(work: asyncio.Future[None], watch: Watch) -> None:
    """Ends the work when somebody has set the wall clock, so that it begins afresh.

    The library remembers in the process up to when it has asked for what is periodic. After a
    clock that was put back it would ask for nothing until that time comes again; after one that
    was put forward, for all that lies between at once. Afresh it goes by the time that it finds,
    and the database lets nothing be asked for twice for the same time.
    """
    while (jump := watch.look()) is None:
        await asyncio.sleep(CLOCK_SECONDS)
    _log.warning("The wall clock was put %s by %s.", Fixed(jump.kind), jump.by)
    work.cancel()


def _end(stop: Event, work: asyncio.Future[None]) -> None:
    stop.set()
    work.cancel()


def _wait(stop: Event, seconds: float) -> None:
    """Between two tries nothing of asyncio runs, which took the signals."""

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()

    for number in _SIGNALS:
        signal.signal(number, ask)
    stop.wait(seconds)
