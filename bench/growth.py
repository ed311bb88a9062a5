"""Whether an append and a thread cost the same in a ledger of millions of entries as in a small
one, and how much memory the full check of the large one takes.

Two installations, asked in turn, so that what else the machine does meets both.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median
from typing import Any

from bench.installation import installation

SMALL, LARGE = 10_000, (1_000_000, 5_000_000)
ROUNDS = 15
WITHIN = 1.2
MEGABYTES = 200


class _Trial:
    """A process that does as it is told, on an installation of its own; see ``growth_trial``."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, what: str) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(what, file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline())


def run() -> list[dict[str, Any]]:
    """Rows for appending and reading at each size, and for the memory of the full check."""
    with ExitStack() as stack:
        small, large = (stack.enter_context(_trial()) for _ in range(2))
        small.ask(f"fill {SMALL}")
        rows = []
        for size in LARGE:
            large.ask(f"fill {size}")
            rows += _compared(small, large, size)
        return [*rows, _memory(large.ask("check"))]


@contextmanager
def _trial() -> Iterator[_Trial]:
    with installation() as environment:
        environment |= {"DJANGO_SETTINGS_MODULE": "bench.plain.settings"}
        seed = [sys.executable, "-m", "bench.thread_data"]
        subprocess.run(seed, env=environment | {"CHAPERONE_LOGIN": "owner"}, check=True)
        with subprocess.Popen(
            [sys.executable, "-m", "bench.growth_trial"],
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            yield _Trial(process)
            process.communicate()


def _compared(small: _Trial, large: _Trial, size: int) -> list[dict[str, Any]]:
    rounds = [(small.ask("measure"), large.ask("measure")) for _ in range(ROUNDS + 1)][1:]
    rows = []
    for what in ("append", "thread of 100 messages"):
        ratio = median(grown[what] / before[what] for before, grown in rounds)
        before, grown = (median(pair[side][what] for pair in rounds) for side in (0, 1))
        rows.append(
            {
                "name": f"{what} at {size:,} entries",
                "ratio": round(ratio, 3),
                "target": WITHIN,
                "holds": ratio <= WITHIN,
                "peer": f"the same at {SMALL:,} entries",
                "note": f"at most; {grown:.2f} against {before:.2f} ms",
            }
        )
    return rows


def _memory(found: dict[str, float]) -> dict[str, Any]:
    return {
        "name": f"memory of the full check of {LARGE[-1]:,} entries, in MB",
        "ratio": round(found["megabytes"], 1),
        "target": MEGABYTES,
        "holds": found["megabytes"] < MEGABYTES,
        "peer": "proportional set size, its children included",
        "note": f"at most; {found['size']:,} entries in {found['seconds']:.0f} s",
    }
