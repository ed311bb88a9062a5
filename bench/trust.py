"""The public trust page, asked for as by strangers: how long the slowest of twenty waits."""

import subprocess
import sys
from typing import Any

from bench.installation import installation, trial


def run() -> list[dict[str, Any]]:
    """Rows for the 95th percentile of its time, of its frame's, and of what was not changed."""
    with installation() as environment:
        seed = [sys.executable, "-m", "bench.trust_data"]
        subprocess.run(seed, env=environment | {"CHAPERONE_LOGIN": "worker"}, check=True)
        return trial("bench.trust_trial", environment)
