"""What a drill asks of whoever restores, so that it can be tried without a real restore."""

from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from uuid import UUID


class Chosen(NamedTuple):
    """A whole backup that a drill restores. ``source``: what the restorer opens it by."""

    id: UUID
    name: str
    made_at: datetime
    source: Any


class Restored(NamedTuple):
    """What came of a restore. ``recovered_to``: up to when what came back tells what happened.
    ``figures``: plain JSON: seconds of each step, counts. No PHI.
    """

    recovered_to: datetime
    figures: dict[str, Any]


class Restorer(Protocol):
    """Restores a backup into an empty folder and checks all of it; leaves nothing running.

    Raises whatever it cannot do, in a sentence for people.
    """

    def __call__(self, chosen: Chosen, place: Path) -> Restored: ...
