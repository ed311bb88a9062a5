"""An encrypted backup beside the same pipeline without encryption, and the memory it needs."""

from typing import Any

from bench.installation import installation, trial


def run() -> list[dict[str, Any]]:
    """Rows for speed beside 0.9 and for memory beside 200 MB."""
    with installation() as environment:
        return trial("bench.backups_trial", environment)
