"""Purging old messages beside a coach who reads a thread: how long a page read waits for it."""

import os
import subprocess
import sys
from typing import Any

from bench.installation import installation, trial


def run() -> list[dict[str, Any]]:
    """Rows for how long pages waited. ``CHAPERONE_PURGE_ROWS``: how many old messages go."""
    with installation() as environment:
        environment |= {"DJANGO_SETTINGS_MODULE": "bench.plain.settings"}
        environment["CHAPERONE_PURGE_ROWS"] = os.environ.get("CHAPERONE_PURGE_ROWS", "100000")
        seed = [sys.executable, "-m", "bench.thread_data"]
        subprocess.run(seed, env=environment | {"CHAPERONE_LOGIN": "owner"}, check=True)
        return trial("bench.purging_trial", environment)
