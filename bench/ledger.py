"""The ledger on a server of its own: the cost of an entry, its lag, and the full check."""

from typing import Any

from bench.installation import installation, trial


def run() -> list[dict[str, Any]]:
    """Rows for commits, lag to a place, lag to a checkpoint, missed rows and the full check."""
    with installation() as environment:
        return trial("bench.ledger_trial", environment)
