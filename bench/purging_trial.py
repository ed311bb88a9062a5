"""A page of a thread, asked for again and again: first alone, then while a worker purges.

The worker is a process of its own with its own login, as in an installation. Messages of eleven
years ago are noise of the size of a sealed text: purging opens nothing.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from statistics import median, quantiles
from threading import Event, Thread
from typing import Any

import django

django.setup()

import psycopg  # noqa: E402
from django.db import connection  # noqa: E402
from psycopg.conninfo import make_conninfo  # noqa: E402

from bench.installation import DATABASE  # noqa: E402
from chaperone.database.identifiers import first_id_of  # noqa: E402
from chaperone.database.partitions import monthly  # noqa: E402
from chaperone.retention.models import Run  # noqa: E402
from chaperone.retention.purging.actions import ask_run  # noqa: E402
from tests.cast import LAKESIDE, grace, inside, kristopher, maria, ursula  # noqa: E402

ROWS = int(os.environ["CHAPERONE_PURGE_ROWS"])
ALONE_SECONDS = 20.0
MOST_BLOCKED_MS, MOST_SLOWER = 100.0, 2.0
_MONTH = (datetime.now(UTC) - timedelta(days=11 * 366)).date().replace(day=1)
_WORKER = """
import django; django.setup()
from chaperone.retention.purging.actions import Progress, carry_on
from tests.cast import LAKESIDE
import time
while (found := carry_on(organization_id=LAKESIDE)) is not Progress.ENDED:
    if found is Progress.WAITS:
        time.sleep(0.05)
"""


def main() -> None:
    """Prints the rows as JSON."""
    with inside(LAKESIDE):
        member_id = ursula.member.id
        fill(kristopher.member.id)
    client = maria.client()

    def ask() -> None:
        answer = client.get(f"/threads/{member_id}/", secure=True, SERVER_NAME="localhost")
        assert answer.status_code == HTTPStatus.OK, answer.status_code

    for _ in range(20):
        ask()
    alone = timed(ask, lambda spent: spent >= ALONE_SECONDS)
    with grace.acting() as actor:
        ask_run(actor=actor)
    blocked, over = Longest(), Event()
    watcher = Thread(target=watch, args=(blocked, over))
    watcher.start()
    began = time.monotonic()
    worker = subprocess.Popen(
        [sys.executable, "-c", _WORKER], env=os.environ | {"CHAPERONE_LOGIN": "worker"}
    )
    beside = timed(ask, lambda _: worker.poll() is not None)
    seconds = time.monotonic() - began
    over.set()
    watcher.join()
    purged = purged_rows()
    assert purged == ROWS, (purged, ROWS)
    note = (
        f"{purged:,} messages in {seconds:.0f} s; page median {median(alone):.0f} ms alone,"
        f" {median(beside):.0f} ms beside; p99 {p99(alone):.0f} and {p99(beside):.0f} ms;"
        f" longest {max(alone):.0f} and {max(beside):.0f} ms"
    )
    print(
        json.dumps(
            [
                row(
                    "purge: longest wait of a page for a lock",
                    blocked.ms / MOST_BLOCKED_MS,
                    1.0,
                    "100 ms",
                    f"{blocked.ms:.0f} ms; {note}",
                ),
                row(
                    "purge: median page read beside it",
                    median(beside) / median(alone),
                    MOST_SLOWER,
                    "the same page, nothing purged",
                    note,
                ),
            ]
        )
    )


class Longest:
    """The longest stretch in which a session of the web login waited for a lock."""

    ms = 0.0


def watch(longest: Longest, over: Event) -> None:
    """Looks every few milliseconds, as the server's administrator."""
    waiting = (
        "select pid from pg_stat_activity"
        " where usename = 'chaperone_web' and wait_event_type = 'Lock'"
    )
    since: dict[int, float] = {}
    with psycopg.connect(admin(), autocommit=True) as server:
        while not over.wait(0.002):
            now = time.monotonic()
            found = {pid for (pid,) in server.execute(waiting)}
            since = {pid: since.get(pid, now) for pid in found}
            for began in since.values():
                longest.ms = max(longest.ms, (now - began) * 1000)


def fill(member_id: Any) -> None:
    """Old messages, each with its turn, by the owner's own hand."""
    first = first_id_of(datetime(_MONTH.year, _MONTH.month, 2, tzinfo=UTC)).hex[:12]
    insert = f"""
        with made as (
            select (lpad(to_hex(x'{first}'::bigint + number), 12, '0') || '7'
                || substr(md5(number::text), 1, 3)
                || '8' || substr(md5(number::text), 4, 15))::uuid as id
            from generate_series(1, {ROWS}) as number
        ), texts as (
            insert into conversations_message
                (id, organization_id, member_id, direction, author, body)
            select id, '{LAKESIDE}', '{member_id}', 'inbound', 'member',
                decode(repeat('ab', 160), 'hex')
            from made returning id
        )
        insert into conversations_turn (id, organization_id, member_id, state, triage)
        select id, '{LAKESIDE}', '{member_id}', 'answered', 'routine' from texts
    """
    with psycopg.connect(admin(), autocommit=True) as server:
        server.execute(monthly("conversations_message", "id", _MONTH, 1))
        server.execute(insert)
        server.execute(f"alter table conversations_message_{_MONTH:%Y_%m} owner to chaperone_owner")
        server.execute("vacuum analyze conversations_message, conversations_turn")


def admin() -> str:
    return make_conninfo(os.environ["CHAPERONE_BENCH_ADMIN"], dbname=DATABASE)


def timed(ask: Callable[[], None], is_over: Callable[[float], bool]) -> list[float]:
    """Milliseconds of each page, one after the other."""
    began, found = time.monotonic(), []
    while not is_over(time.monotonic() - began):
        start = time.perf_counter()
        ask()
        found.append((time.perf_counter() - start) * 1000)
    return found


def purged_rows() -> int:
    with inside(LAKESIDE):
        run = Run.objects.filter(kind="asked").order_by("-id").first()
        assert run is not None
        return run.steps.get(class_name="conversations.messages").purged


def p99(times: list[float]) -> float:
    return quantiles(times, n=100)[98] if len(times) > 1 else times[0]


def row(name: str, ratio: float, target: float, peer: str, note: str) -> dict[str, Any]:
    return {
        "name": name,
        "ratio": ratio,
        "target": target,
        "holds": ratio <= target,
        "peer": peer,
        "note": note,
    }


if __name__ == "__main__":
    main()
    connection.close()
