"""A new organization key under 100,000 member keys, beside a plain UPDATE of the same rows."""

from typing import Any

from bench.installation import installation, trial


def run() -> list[dict[str, Any]]:
    """Rows for the time beside the plain UPDATE, and for the seconds themselves."""
    with installation() as environment:
        return trial("bench.rotation_trial", environment | {"CHAPERONE_LOGIN": "worker"})
