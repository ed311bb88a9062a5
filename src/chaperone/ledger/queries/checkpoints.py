"""What was signed."""

from dataclasses import dataclass
from datetime import datetime

from chaperone.ledger.models import Checkpoint


@dataclass(frozen=True, slots=True)
class Signed:
    """The newest signed checkpoint. ``root`` in hex."""

    size: int
    root: str
    signed_at: datetime
    note: str


def latest_checkpoint() -> Signed | None:
    """The newest checkpoint, of the whole installation; None before the first."""
    found = Checkpoint.objects.order_by("-size").first()
    if found is None:
        return None
    return Signed(found.size, bytes(found.root).hex(), found.signed_at, found.note)
