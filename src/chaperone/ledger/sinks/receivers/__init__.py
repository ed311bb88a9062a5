"""Where bytes go. Each has ``take``, ``settle`` and ``close``."""

from collections.abc import Sequence
from typing import Protocol


class Receiver(Protocol):
    """Takes batches in order.

    ``settle_seconds``: how long what was taken may stay unsettled.
    """

    settle_seconds: float

    def take(self, lines: Sequence[bytes], /) -> None:
        """Takes a batch. Raises ``ReceiverAway``: then nothing since ``settle`` was received."""

    def settle(self) -> None:
        """Returns when all that was taken has been received. Raises ``ReceiverAway``."""

    def close(self) -> None:
        """Lets go of what is open, settled or not."""
