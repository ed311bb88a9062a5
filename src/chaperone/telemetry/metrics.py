"""Figures for Prometheus: counted in each process, added up where they are asked for.

Names and labels are fixed: routes, methods, states. No label has as many values as there are
members, people or organizations.
"""

import os
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable that names where processes keep their counts."""
REQUESTS = Counter("chaperone_requests", "Requests answered.", ["route", "method", "status"])
SECONDS = Histogram(
    "chaperone_request_seconds",
    "How long a request took.",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
OPENED = Counter("chaperone_values_opened", "Sealed values opened before a witness.")
SEALED = Counter("chaperone_values_sealed", "Values sealed.")
REFUSED = Counter("chaperone_access_refused", "Requests of signed-in people that were refused.")
ALARMS = Counter("chaperone_alarms_raised", "Alarms that people were told of, each once.")


def begin(folder: Path) -> None:
    """Empties the folder in which processes count, before any of them is started."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.glob("*.db"):
        left.unlink()


def text(*also: Collector) -> bytes:
    """Everything that is counted, in Prometheus' text format, with what ``also`` collects now."""
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # has no annotations
    else:
        registry.register(REGISTRY)
    for collector in also:
        registry.register(collector)
    return generate_latest(registry)
