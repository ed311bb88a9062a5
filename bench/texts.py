"""Texts from the carrier's door to the phone: taken, triaged, answered from the library, sent."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bench.installation import installation, trial

WORKERS = 2


def run() -> list[dict[str, Any]]:
    """Rows for texts a second, beside single-row commits, and the growth of the workers' memory."""
    with installation() as environment, workers(environment) as pids:
        return trial("bench.texts_trial", environment | {"CHAPERONE_BENCH_WORKERS": " ".join(pids)})


@contextmanager
def workers(environment: Mapping[str, str]) -> Iterator[list[str]]:
    """``WORKERS`` worker processes, at work in this block; gives their process ids."""
    command = [sys.executable, "-m", "chaperone.cli", "serve", "worker"]
    their_own = {**environment, "CHAPERONE_LOGIN": "worker"}
    workers = [
        subprocess.Popen(
            command, env=their_own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(WORKERS)
    ]
    try:
        yield [str(worker.pid) for worker in workers]
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait()
