"""Purging old messages beside a coach who reads a thread: how long a page read waits for it."""

import os
from typing import Any

from bench.installation import installation, trial


def run() -> list[dict[str, Any]]:
    """Rows for how long pages waited. ``CHAPERONE_PURGE_ROWS``: how many old messages go."""
    with installation() as environment:
        environment["CHAPERONE_PURGE_ROWS"] = os.environ.get("CHAPERONE_PURGE_ROWS", "100000")
        return trial("bench.purging_trial", environment)
