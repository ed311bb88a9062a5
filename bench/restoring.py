"""A restore beside the same pipeline without encryption, the whole of it beside its promise, and
the memory that it needs.
"""

from typing import Any

from bench.installation import installation, trial


def run() -> list[dict[str, Any]]:
    """Rows for speed beside 0.9, for the whole beside 15 minutes, for memory beside 200 MB.

    ``CHAPERONE_BENCH_MB``: how much is restored; the promises are about 1,000.
    """
    with installation() as environment:
        return trial("bench.restoring_trial", environment)
