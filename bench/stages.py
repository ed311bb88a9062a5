"""What a text costs, stage by stage: taken, answered, sent; and what the assistant itself takes."""

from typing import Any

from bench.installation import installation, trial


def run() -> list[dict[str, Any]]:
    """A row for each stage and one for the assistant's own share."""
    with installation() as environment:
        return trial("bench.stages_trial", environment)
