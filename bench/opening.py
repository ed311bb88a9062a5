"""Opening one sealed text of 160 bytes, beside a Fernet field for Django."""

from typing import Any

from bench.installation import installation, trial


def run() -> list[dict[str, Any]]:
    """A row for the rate of opening."""
    with installation() as environment:
        return trial("bench.opening_trial", environment)
