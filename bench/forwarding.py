"""Entries on their way out: opened and formatted, beside reading them as they are kept."""

from typing import Any

from bench.installation import installation, trial


def run() -> list[dict[str, Any]]:
    """A row for each format."""
    with installation() as environment:
        return trial("bench.forwarding_trial", environment)
