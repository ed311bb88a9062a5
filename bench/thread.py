"""The coach's page of a thread of 100 messages, beside the same page over plain tables."""

import subprocess
import sys
from typing import Any

from bench.installation import installation, trial


def run() -> list[dict[str, Any]]:
    """Rows for requests a second and the 99th percentile of their time."""
    with installation() as environment:
        environment |= {"DJANGO_SETTINGS_MODULE": "bench.plain.settings"}
        seed = [sys.executable, "-m", "bench.thread_data"]
        subprocess.run(seed, env=environment | {"CHAPERONE_LOGIN": "owner"}, check=True)
        return trial("bench.thread_trial", environment)
