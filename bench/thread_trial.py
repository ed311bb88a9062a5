"""Asks for both pages in turn, from threads of one process, as the web server would.

The pages are called through the whole of Django (middleware, session, view, template), without
the network, whose cost is the same for both and would flatter the ratio.
"""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median, quantiles
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import RequestFactory  # noqa: E402

from chaperone.web.wsgi import application  # noqa: E402
from tests.cast import LAKESIDE, inside, maria, ursula  # noqa: E402

THREADS = 4
ROUNDS = 12
REQUESTS = 80
RATE_TARGET, TIME_TARGET = 0.9, 1.5

Ask = Callable[[], None]


def main() -> None:
    """Prints the rows as JSON."""
    with inside(LAKESIDE):
        member_id = ursula.member.id
    cookies = maria.client().cookies
    sealed = asker(f"/threads/{member_id}/", cookies)
    plain = asker(f"/plain/{member_id}/", cookies)
    with ThreadPoolExecutor(THREADS) as threads:
        rounds = [(batch(threads, sealed), batch(threads, plain)) for _ in range(ROUNDS + 1)][1:]
    rates = [ours[0] / theirs[0] for ours, theirs in rounds]
    times = [p99(ours[1]) / p99(theirs[1]) for ours, theirs in rounds]
    note = (
        f"{median(ours[0] for ours, _ in rounds):.0f} against"
        f" {median(theirs[0] for _, theirs in rounds):.0f} requests a second, {THREADS} threads"
    )
    peer = "the same page, ordinary ORM, plain tables, no record"
    print(
        json.dumps(
            [
                row(
                    "thread of 100 messages: requests a second",
                    median(rates),
                    RATE_TARGET,
                    peer,
                    note,
                ),
                row(
                    "thread of 100 messages: p99 of the time",
                    median(times),
                    TIME_TARGET,
                    peer,
                    note,
                ),
            ]
        )
    )


def asker(path: str, cookies: Any) -> Ask:
    """Asks for a page through WSGI and reads all of it."""
    header = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
    environ = (
        RequestFactory(headers={"cookie": header, "user-agent": "tests"})
        .get(path, secure=True, SERVER_NAME="localhost")
        .environ
    )
    assert settings.ALLOWED_HOSTS

    def ask() -> None:
        statuses: list[str] = []
        response = application(dict(environ), lambda status, _headers: statuses.append(status))
        body = b"".join(response)
        response.close()
        assert statuses[0].startswith("200"), statuses
        assert body.count(b"message-body") == 100

    return ask


def batch(threads: ThreadPoolExecutor, ask: Ask) -> tuple[float, list[float]]:
    """Requests a second, and the seconds that each took."""
    began = time.perf_counter()
    times = list(threads.map(lambda _: timed(ask), range(REQUESTS)))
    return REQUESTS / (time.perf_counter() - began), times


def timed(ask: Ask) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began


def p99(times: list[float]) -> float:
    return quantiles(times, n=100)[98]


def row(name: str, ratio: float, target: float, peer: str, note: str) -> dict[str, Any]:
    holds = ratio <= target if target > 1 else ratio >= target
    return {
        "name": name,
        "ratio": ratio,
        "target": target,
        "holds": holds,
        "peer": peer,
        "note": note,
    }


if __name__ == "__main__":
    main()
