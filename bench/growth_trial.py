"""What ``bench.growth`` tells to do: a line in, a line of JSON out.

``fill SIZE`` brings the ledger to a size, ``measure`` appends and reads a few times, ``check`` does
the full check and weighs it.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median
from threading import Event, Thread
from typing import Any
from uuid import UUID

import django

django.setup()

import psutil  # noqa: E402

from bench.filling import fill  # noqa: E402
from bench.thread_trial import asker  # noqa: E402
from bench.working import (  # noqa: E402
    acting_for,
    administrator,
    sequencing,
    wait_until_signed,
)
from chaperone.ledger.actions import append  # noqa: E402
from chaperone.ledger.actors import Actor  # noqa: E402
from chaperone.ledger.events import event  # noqa: E402
from tests.cast import LAKESIDE, inside, maria, ursula  # noqa: E402

LOOKED = event("bench.record.appended", "Something was looked at, in a benchmark")
APPENDS, READS = 100, 10
_CHECK = """
import django
django.setup()
from django.conf import settings
from chaperone.ledger.signed import verifier_key
from chaperone.ledger.verification import verify
report = verify(key=verifier_key(settings.CHAPERONE_LOG_KEY), mirrors=[], columns=False)
print(report.size, report.tree_seconds)
"""


def main() -> None:
    """Answers each line of standard input."""
    with inside(LAKESIDE):
        member = ursula.member.id
    read = asker(f"/threads/{member}/", maria.client().cookies)
    for line in sys.stdin:
        what, *size = line.split()
        if what == "fill":
            found: Any = _fill(int(size[0]), member)
        elif what == "measure":
            found = _measured(read, member)
        else:
            found = _weighed()
        print(json.dumps(found), flush=True)


def _fill(size: int, member: UUID) -> int:
    with administrator() as admin:
        _sign(admin)
        row = admin.execute("select size from ledger_tree").fetchone()
        assert row is not None
        fill(admin, count=size - row[0], organization=LAKESIDE, member=member)
    return size


def _measured(read: Callable[[], None], member: UUID) -> dict[str, float]:
    """Milliseconds. The sequencer stands still: its turns would meet one side and not the other."""
    for _ in range(3):
        read()
        _append(member)
    return {
        "append": _milliseconds(lambda: _append(member), APPENDS),
        "thread of 100 messages": _milliseconds(read, READS),
    }


def _append(member: UUID) -> None:
    with acting_for(LAKESIDE):
        append(
            event=LOOKED,
            actor=Actor("member", member, LAKESIDE),
            members=[member],
            details={"carrier": "handset"},
        )


def _milliseconds(act: Callable[[], None], times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return median(taken) * 1000


def _sign(admin: Any) -> None:
    with sequencing():
        wait_until_signed(admin)


def _weighed() -> dict[str, float]:
    """The full check in a process of its own; what it and its children hold, shared pages once."""
    with administrator() as admin:
        _sign(admin)
    environment = os.environ | {"CHAPERONE_LOGIN": "auditor"}
    process = subprocess.Popen(
        [sys.executable, "-c", _CHECK], stdout=subprocess.PIPE, text=True, env=environment
    )
    ended, most = Event(), [0]
    watch = Thread(target=_watch, args=(process.pid, ended, most))
    watch.start()
    said, _ = process.communicate()
    ended.set()
    watch.join()
    assert process.returncode == 0, "the full check failed"
    size, seconds = said.split()
    return {"size": int(size), "seconds": float(seconds), "megabytes": most[0] / 1_000_000}


def _watch(pid: int, ended: Event, most: list[int]) -> None:
    while not ended.wait(0.05):
        most[0] = max(most[0], _held(pid))


def _held(pid: int) -> int:
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
        return sum(each.memory_full_info().pss for each in family)
    except psutil.NoSuchProcess:
        return 0  # it ended while it was looked at


if __name__ == "__main__":
    main()
