"""What ``bench.texts`` runs: texts from the demo's members, and single-row commits beside them.

The web login takes the texts in threads of this process, as the webhook does; two worker processes
answer and send them. All of it, with PostgreSQL, shares the machine's cores.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import django

django.setup()

import psutil  # noqa: E402
import psycopg  # noqa: E402
from psycopg.conninfo import make_conninfo  # noqa: E402

from chaperone.carriers.handset.actions import send_from_handset  # noqa: E402

TEXTS = int(os.environ.get("CHAPERONE_BENCH_TEXTS", "20000"))
ROUND = 1000
COMMITS = 2000
THREADS = 4
TEXTS_A_SECOND = 60.0
MEMORY_GROWTH = 1.1

_STORY = json.loads((Path(__file__).parents[1] / "src/chaperone/cli/demo_people.json").read_text())
PHONES = [member["phone"] for member in _STORY["organizations"][0]["members"]]
LAKESIDE = UUID(_STORY["organizations"][0]["id"])
# A carrier always names the number that was texted.
NUMBER = _STORY["organizations"][0]["number"]
ASKED = (
    "What is an A1C test?",
    "How often should I check my blood sugar?",
    "Can high blood pressure hurt my kidneys?",
    "What are the symptoms of diabetes?",
    "What should I eat with diabetes?",
)
_SETTLED = """
    select (select count(*) from conversations_turn where state = 'waiting')
      + (select count(*) from conversations_delivery where state <> 'delivered')
"""
_ANSWERED = "select count(*) from conversations_turn where state = 'answered'"


def main() -> None:
    """Prints the rows as JSON."""
    workers = [psutil.Process(int(pid)) for pid in os.environ["CHAPERONE_BENCH_WORKERS"].split()]
    texts = texts_to_send()
    with admin() as connection, ThreadPoolExecutor(THREADS) as threads:
        answer_all(connection, threads, texts)  # warm-up
        rounds, memory = [], []
        for _ in range(TEXTS // ROUND):
            commits = rate(COMMITS, lambda: single_row_commits(connection))
            answered = rate(ROUND, lambda: answer_all(connection, threads, texts))
            rounds.append((answered, commits))
            memory.append(sum(worker.memory_info().rss for worker in workers))
        count = connection.execute(_ANSWERED).fetchone()[0]
    print(json.dumps(rows(rounds, memory, count)))


def rows(rounds: list[tuple[float, float]], memory: list[int], count: int) -> list[dict[str, Any]]:
    answered = median(each for each, _ in rounds)
    growth = memory[-1] / memory[len(memory) // 4]
    share = median(texts / commits for texts, commits in rounds)
    return [
        {
            "name": "texts answered a second, two workers",
            "ratio": answered / TEXTS_A_SECOND,
            "target": 1.0,
            "holds": answered >= TEXTS_A_SECOND,
            "peer": "60 a second on two cores beside the database",
            "note": f"{answered:.0f} a second over {count} answered texts",
        },
        {
            "name": "texts answered beside single-row commits",
            "ratio": share,
            "target": 0.0,
            "holds": True,
            "peer": "single-row commits a second, one connection, the same server",
            "note": f"{median(commits for _, commits in rounds):.0f} commits a second; no target",
        },
        {
            "name": f"memory of the workers over {TEXTS} texts",
            "ratio": growth,
            "target": MEMORY_GROWTH,
            "holds": growth <= MEMORY_GROWTH,
            "peer": "the same workers after a quarter of the texts",
            "note": f"{memory[-1] / 2**20:.0f} MiB both, at the end",
        },
    ]


def texts_to_send() -> Iterator[tuple[str, str]]:
    return cycle([(phone, question) for question in ASKED for phone in PHONES])


def answer_all(
    connection: psycopg.Connection[Any],
    threads: ThreadPoolExecutor,
    texts: Iterator[tuple[str, str]],
) -> None:
    """Sends a round of texts and waits until each has been answered and delivered."""
    list(
        threads.map(
            lambda text: send_from_handset(sender=text[0], body=text[1], recipient=NUMBER),
            islice(texts, ROUND),
        )
    )
    while connection.execute(_SETTLED).fetchone() != (0,):
        time.sleep(0.02)


def single_row_commits(connection: psycopg.Connection[Any]) -> None:
    connection.execute("create table if not exists bench_commit (id bigint, body bytea)")
    for number in range(COMMITS):
        connection.execute("insert into bench_commit values (%s, %s)", (number, b"x" * 160))


def rate(count: int, work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return count / (time.perf_counter() - began)


def admin() -> psycopg.Connection[Any]:
    dsn = make_conninfo(os.environ["CHAPERONE_BENCH_ADMIN"], dbname="chaperone_bench")
    return psycopg.connect(dsn, autocommit=True)


if __name__ == "__main__":
    main()
