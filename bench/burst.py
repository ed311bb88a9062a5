"""Emergencies within a burst of ordinary texts: how soon does the fixed text reach the phone?"""

from typing import Any

from bench.installation import installation, trial
from bench.texts import workers


def run() -> list[dict[str, Any]]:
    """Rows for the emergencies' wait beside 10 seconds, and for what the burst may not break."""
    with installation() as environment, workers(environment) as pids:
        return trial("bench.burst_trial", environment | {"CHAPERONE_BENCH_WORKERS": " ".join(pids)})
