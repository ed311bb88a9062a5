"""Asks for the trust page from threads of one process, as the web server would.

Through the whole of Django (middleware, view, template), without the network, and with no cache
before it: what a cache answers never comes here.
"""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median, quantiles
from typing import Any

import django

django.setup()

from django.test import RequestFactory  # noqa: E402

from chaperone.evidence.trust.actions import publish  # noqa: E402
from chaperone.evidence.trust.statement import names  # noqa: E402
from chaperone.web.wsgi import application  # noqa: E402
from tests.cast import samuel  # noqa: E402

THREADS = 4
REQUESTS = 400
PROMISED_SECONDS = 0.050
PEER = "the promise: 50 ms"
PAGE = "/evidence/trust/lakeside/"

Ask = Callable[[], str]


def main() -> None:
    """Prints the rows as JSON."""
    with samuel.acting() as actor:
        publish(actor=actor, shown=names())
    tag = asker(PAGE, "200")()
    asked = {
        "trust page: p95 of the time": asker(PAGE, "200"),
        "trust page in a frame: p95 of the time": asker(f"{PAGE}embed/", "200"),
        "trust page, unchanged since: p95 of the time": asker(PAGE, "304", tag),
    }
    with ThreadPoolExecutor(THREADS) as threads:
        print(json.dumps([row(name, *times(threads, ask)) for name, ask in asked.items()]))


def asker(path: str, status: str, tag: str = "") -> Ask:
    """Asks for a page as somebody without a cookie, and reads all of it; gives its tag."""
    headers = {"user-agent": "tests"} | ({"if-none-match": tag} if tag else {})
    environ = (
        RequestFactory(headers=headers).get(path, secure=True, SERVER_NAME="localhost").environ
    )

    def ask() -> str:
        found: list[tuple[str, dict[str, str]]] = []
        response = application(dict(environ), lambda told, sent: found.append((told, dict(sent))))
        b"".join(response)
        response.close()
        told, sent = found[0]
        assert told.startswith(status), told
        assert sent["Cache-Control"] == "public, max-age=300", sent
        return sent["ETag"]

    return ask


def times(threads: ThreadPoolExecutor, ask: Ask) -> tuple[float, str]:
    """The 95th percentile in seconds, after a few that warm it up, and a note."""

    def timed(_: int) -> float:
        began = time.perf_counter()
        ask()
        return time.perf_counter() - began

    list(threads.map(timed, range(THREADS * 10)))
    began, worked = time.perf_counter(), time.process_time()
    found = list(threads.map(timed, range(REQUESTS)))
    rate = REQUESTS / (time.perf_counter() - began)
    each = (time.process_time() - worked) / REQUESTS
    p95 = quantiles(found, n=100)[94]
    note = (
        f"p95 {p95 * 1000:.1f} ms, median {median(found) * 1000:.1f} ms, {THREADS} threads,"
        f" {rate:.0f} a second, {each * 1000:.1f} ms of the processor each, 365 frozen days"
    )
    return p95, note


def row(name: str, seconds: float, note: str) -> dict[str, Any]:
    ratio = seconds / PROMISED_SECONDS
    return {
        "name": name,
        "ratio": ratio,
        "target": 1.0,
        "holds": ratio <= 1.0,
        "peer": PEER,
        "note": note,
    }


if __name__ == "__main__":
    main()
