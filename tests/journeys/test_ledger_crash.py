"""kill -9 of sequencer and database under 16 writers: no acknowledged entry is lost, none is there
twice, and the tree continues every checkpoint that was ever published.
"""

import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator, Sized
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from chaperone.merkle.audit.checkpoints import open_checkpoint
from chaperone.merkle.audit.directory import verify_directory
from chaperone.merkle.audit.keys import VerifierKey
from tests.cast import LAKESIDE
from tests.journeys.observer import observing
from tests.journeys.stack import Stack, _environment, wait_for
from tests.journeys.test_faults import killed

pytestmark = pytest.mark.xdist_group("stack")
KILLS = int(os.environ.get("CHAPERONE_LEDGER_KILLS", "4"))
WRITERS = 16
# The writers never rest: after 200 kills there are more than a million entries to look through.
VERIFY_SECONDS = 1800
PROGRAM = f"""
from chaperone.cli.lazy import ready_django
ready_django("web")
import sys, threading
from uuid import UUID
from django.db import connections, transaction
from chaperone.database.context import Context, apply
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import event

WRITTEN = event("ledger.entry.written", "An entry was written, in a test.")
ORGANIZATION = UUID("{LAKESIDE}")
stop, line = threading.Event(), threading.Lock()

def write():
    while not stop.is_set():
        try:
            with transaction.atomic():
                with connections["default"].cursor() as cursor:
                    apply(cursor, Context(ORGANIZATION))
                made = append(event=WRITTEN, actor=Actor("worker", None, ORGANIZATION))
        except Exception:
            # Not acknowledged. What is wrong shows in what is missing at the end.
            connections.close_all()
            stop.wait(0.05)
        else:
            with line:
                print(made, flush=True)
    connections.close_all()

threads = [threading.Thread(target=write) for _ in range({WRITERS})]
for thread in threads:
    thread.start()
sys.stdin.read()
stop.set()
for thread in threads:
    thread.join()
"""


def test_kills_lose_and_double_no_entry(stack: Stack) -> None:
    published: set[bytes] = set()
    with writing(stack) as acknowledged, watching(stack.data / "mirror", published):
        for number, victim in enumerate(victims()):
            seen, signed = len(acknowledged) + WRITERS, len(published)
            wait_for(partial(killed, stack, victim), seconds=60)
            wait_for(partial(more_than, seen, acknowledged), seconds=120)
            wait_for(partial(more_than, signed, published), seconds=120)
            # Another moment each time: while entries are written, placed, signed or mirrored.
            threading.Event().wait(0.05 * (number % 7))
    wait_for(lambda: is_signed(stack), seconds=120)
    check_places(stack, acknowledged)
    check_checkpoints(stack, published)


def more_than(number: int, kept: Sized) -> bool:
    return len(kept) > number


def victims() -> list[str]:
    drawn = [("sequencer", "postgres")[number % 2] for number in range(KILLS)]
    random.Random(20).shuffle(drawn)
    return drawn


@contextmanager
def writing(stack: Stack) -> Iterator[list[UUID]]:
    """Sixteen writers, and the ids of the entries whose commit they were told of."""
    acknowledged: list[UUID] = []
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env=_environment(stack.data),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    lines = process.stdout
    reader = threading.Thread(
        target=lambda: acknowledged.extend(UUID(line.strip()) for line in lines)
    )
    reader.start()
    try:
        yield acknowledged
    finally:
        process.stdin.close()
        reader.join(60)
        process.wait(60)
        lines.close()


@contextmanager
def watching(mirror: Path, published: set[bytes]) -> Iterator[None]:
    """Keeps every checkpoint that anybody could have seen in the mirror."""
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.02):
            if (mirror / "checkpoint").exists():
                published.add((mirror / "checkpoint").read_bytes())

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def is_signed(stack: Stack) -> bool:
    try:
        with observing(stack) as observer:
            return not observer.number(
                "SELECT (SELECT count(*) FROM ledger_pending)"
                " + (SELECT size FROM ledger_tree) - (SELECT max(size) FROM ledger_checkpoint)"
            )
    except psycopg.OperationalError:
        # What was acknowledged before the last kill may be read after it: the database comes back.
        return False


def check_places(stack: Stack, acknowledged: list[UUID]) -> None:
    with observing(stack) as observer:
        places = observer.rows("SELECT entry_id, leaf_index FROM ledger_leaf ORDER BY leaf_index")
        entries = observer.number("SELECT count(*) FROM ledger_entry")
    placed = [entry_id for entry_id, _ in places]
    assert [index for _, index in places] == list(range(len(places)))
    assert len(acknowledged) > KILLS * WRITERS
    assert not set(acknowledged) - set(placed), "an acknowledged entry was lost"
    assert len(set(placed)) == len(placed) == entries, "an entry is there twice"


def check_checkpoints(stack: Stack, published: set[bytes]) -> None:
    assert len(published) >= KILLS
    key = VerifierKey.parse((stack.data / "keys" / "log.pub").read_text())
    seen = [open_checkpoint(note, [key]) for note in published]
    wait_for(lambda: verified(stack), seconds=VERIFY_SECONDS)
    assert verify_directory(stack.data / "mirror", [key], seen=seen).seen_checkpoints == len(seen)


def verified(stack: Stack) -> bool:
    result = stack.command(
        "ledger",
        "verify",
        "--mirror",
        str(stack.data / "mirror"),
        check=False,
        seconds=VERIFY_SECONDS,
    )
    return result.returncode == 0
