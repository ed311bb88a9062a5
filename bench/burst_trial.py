"""What ``bench.burst`` runs: members who all text at once, some of them in danger.

The web login takes the texts in threads of this process, as fast as it can; two workers answer and
send. Each emergency comes from a member whose ordinary questions wait, too. A wait is from before
a text was handed in until its answer was committed on the phone.
"""

import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from statistics import quantiles
from typing import Any
from uuid import UUID

import django

django.setup()

import psutil  # noqa: E402
import psycopg  # noqa: E402

from bench.texts_trial import ASKED, LAKESIDE, NUMBER, admin  # noqa: E402
from bench.working import acting_for  # noqa: E402
from chaperone.access.actors import operator  # noqa: E402
from chaperone.carriers.handset.actions import send_from_handset  # noqa: E402
from chaperone.members.actions import enrol_member  # noqa: E402
from chaperone.members.models import CareTeam  # noqa: E402

TEXTS = int(os.environ.get("CHAPERONE_BENCH_TEXTS", "10000"))
EMERGENCIES = 100
MEMBERS = 500
THREADS = 4
SECONDS = 10.0
MEMORY_GROWTH = 1.1
DANGER = "I have chest pain and can't breathe"
_WAITING = """
    select (select count(*) from conversations_turn where state = 'waiting')
      + (select count(*) from conversations_delivery where state in ('pending', 'sending'))
"""
# A handset text is written once and by the worker that delivers: its transaction is the arrival.
_ARRIVED = """
    select d.answers, d.member_id, d.kind,
           extract(epoch from pg_xact_commit_timestamp(t.xmin))::float
    from conversations_delivery d join carriers_handsettext t on t.message_id = d.id
    where d.answers is not null order by 4
"""
Arrival = tuple[UUID, UUID, str, float]


def main() -> None:
    """Prints the rows as JSON."""
    workers = [psutil.Process(int(pid)) for pid in os.environ["CHAPERONE_BENCH_WORKERS"].split()]
    phones = enrol()
    with admin() as connection, ThreadPoolExecutor(THREADS) as threads:
        began = time.time()
        handed_in = dict(threads.map(hand_in, texts_to_send(phones)))
        taken = time.time() - began
        memory = list(drain(connection, workers))
        lasted = time.time() - began
        arrivals: list[Arrival] = connection.execute(_ARRIVED).fetchall()
    mine = [arrival for arrival in arrivals if arrival[0] in handed_in]
    note = f"{len(handed_in)} texts taken in {taken:.0f} s, all answered after {lasted:.0f} s"
    print(json.dumps(rows(handed_in, mine, memory, note)))


def enrol() -> list[str]:
    phones = [f"+1202556{number:04}" for number in range(MEMBERS)]
    with acting_for(LAKESIDE):
        team = CareTeam.objects.all()[0]
        for phone in phones:
            enrol_member(actor=operator(LAKESIDE), care_team_id=team.id, name="Bench", phone=phone)
    return phones


def texts_to_send(phones: list[str]) -> Iterator[tuple[str, str]]:
    """Ordinary questions in turn, and after every hundredth an emergency of another member."""
    every = TEXTS // EMERGENCIES
    for number in range(TEXTS):
        yield phones[number % MEMBERS], ASKED[number % len(ASKED)]
        if number % every == every - 1:
            yield phones[(number // every * 5 + 2) % MEMBERS], DANGER


def hand_in(text: tuple[str, str]) -> tuple[UUID, float]:
    """A text's message and when it was about to be handed in."""
    at = time.time()
    accepted = send_from_handset(sender=text[0], body=text[1], recipient=NUMBER)
    assert accepted.message_id is not None
    return accepted.message_id, at


def drain(connection: psycopg.Connection[Any], workers: list[psutil.Process]) -> Iterator[int]:
    """The workers' memory, measured until nothing waits."""
    while True:
        yield sum(worker.memory_info().rss for worker in workers)
        if connection.execute(_WAITING).fetchone() == (0,):
            return
        time.sleep(0.5)


def rows(
    handed_in: dict[UUID, float], arrivals: list[Arrival], memory: list[int], note: str
) -> list[dict[str, Any]]:
    safe = p99(at - handed_in[text] for text, _, kind, at in arrivals if kind == "safety")
    others = p99(at - handed_in[text] for text, _, kind, at in arrivals if kind != "safety")
    answered = Counter(text for text, *_ in arrivals)
    lost, doubled = len(handed_in) - len(answered), sum(answered.values()) - len(answered)
    astray = out_of_order(arrivals)
    growth = memory[-1] / memory[len(memory) // 4]
    return [
        row("p99 wait for the 911 text in a burst of 10,000, beside 10 s", safe / SECONDS, 1.0)
        | {
            "holds": safe <= SECONDS,
            "peer": "10 seconds",
            "note": f"{safe:.2f} s; ordinary texts {others:.0f} s; {note}",
        },
        row("texts lost, doubled or out of order in the burst", lost + doubled + astray, 0)
        | {
            "holds": lost == doubled == astray == 0,
            "peer": "none",
            "note": f"{lost} lost, {doubled} doubled, {astray} out of order",
        },
        row("memory of the workers while the burst drains", growth, MEMORY_GROWTH)
        | {
            "holds": growth <= MEMORY_GROWTH,
            "peer": "the same workers after a quarter of that time",
            "note": f"{memory[-1] / 2**20:.0f} MiB both, at the end",
        },
    ]


def row(name: str, ratio: float, target: float) -> dict[str, Any]:
    return {"name": name, "ratio": ratio, "target": target}


def p99(waits: Iterator[float]) -> float:
    return quantiles(waits, n=100)[98]


def out_of_order(arrivals: list[Arrival]) -> int:
    """How often a member got an ordinary answer before that of an earlier text. By arrival."""
    by_member = defaultdict(list)
    for text, member, kind, _ in arrivals:
        if kind != "safety":
            by_member[member].append(text)
    return sum(a > b for texts in by_member.values() for a, b in pairwise(texts))


if __name__ == "__main__":
    main()
