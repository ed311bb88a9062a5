"""What ``bench.stages`` runs: texts in one process, one stage after the other, all cores to itself.

A stage's cost is the processor time of this process and of the database's for it, a text.
"""

import json
import os
import time
from collections.abc import Callable
from itertools import islice
from statistics import median
from typing import Any
from uuid import UUID

import django

django.setup()

import psutil  # noqa: E402

from bench.texts_trial import NUMBER, admin, texts_to_send  # noqa: E402
from bench.working import become  # noqa: E402
from chaperone.assistant.answering import answer  # noqa: E402
from chaperone.assistant.triage import triage  # noqa: E402
from chaperone.carriers.handset.actions import send_from_handset  # noqa: E402
from chaperone.conversations.actions.answer import answer_batch  # noqa: E402
from chaperone.conversations.actions.send import send_batch  # noqa: E402

TEXTS = int(os.environ.get("CHAPERONE_BENCH_TEXTS", "2000"))
OWN_SHARE = 5.0
_ORGANIZATION = "select organization_id from carriers_number limit 1"


def main() -> None:
    """Prints the rows as JSON."""
    texts = list(islice(texts_to_send(), TEXTS))
    with admin() as connection:
        organization: UUID = connection.execute(_ORGANIZATION).fetchone()[0]
        server = psutil.Process(connection.info.backend_pid).parent()
    assert server is not None
    stages = {
        "taken": cost(server, lambda: take(texts)),
        "answered": cost(server, lambda: drain("worker", answer_batch, organization)),
        "sent": cost(server, lambda: drain("worker", send_batch, organization)),
    }
    whole = sum(map(sum, stages.values()))
    rows = [row(stage, spent, whole) for stage, spent in stages.items()]
    print(json.dumps([*rows, own_share(texts)]))


def take(texts: list[tuple[str, str]]) -> None:
    for sender, body in texts:
        send_from_handset(sender=sender, body=body, recipient=NUMBER)


def drain(login: str, batch: Callable[..., int], organization: UUID) -> None:
    become(login)
    while batch(organization_id=organization):
        pass


def cost(server: psutil.Process, work: Callable[[], None]) -> tuple[float, float]:
    """Milliseconds of processor time a text: of this process, and of the database."""
    began = time.process_time(), used_by(server)
    work()
    own, database = time.process_time() - began[0], used_by(server) - began[1]
    return own * 1000 / TEXTS, database * 1000 / TEXTS


def used_by(server: psutil.Process) -> float:
    """Processor seconds of the database's processes, those that have ended included."""
    times = server.cpu_times()
    running = [process.cpu_times() for process in server.children()]
    ended = times.children_user + times.children_system
    return float(ended + sum(each.user + each.system for each in [times, *running]))


def row(stage: str, spent: tuple[float, float], whole: float) -> dict[str, Any]:
    own, database = spent
    return {
        "name": f"a text {stage}: its share of the processor time",
        "ratio": (own + database) / whole,
        "target": 0.0,
        "holds": True,
        "peer": f"all three stages: {whole:.1f} ms a text",
        "note": f"{own:.2f} ms of ours, {database:.2f} of PostgreSQL's; {TEXTS} texts; no target",
    }


def own_share(texts: list[tuple[str, str]]) -> dict[str, Any]:
    """Triage and the library, as a worker asks them."""
    spent = []
    for _, body in texts:
        began = time.perf_counter()
        triage(body)
        answer(body)
        spent.append((time.perf_counter() - began) * 1000)
    return {
        "name": "the assistant's own share of a text, median in ms",
        "ratio": median(spent),
        "target": OWN_SHARE,
        "holds": median(spent) <= OWN_SHARE,
        "peer": "at most 5 ms",
        "note": f"at most; triage and the library, {len(spent)} texts",
    }


if __name__ == "__main__":
    main()
