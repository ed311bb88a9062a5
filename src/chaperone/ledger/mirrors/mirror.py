"""What every mirror of the ledger can do, whatever it is made of."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from chaperone.merkle.log.stores import Store


class Mirror(Store, Protocol):
    """A copy of the signed ledger outside the database, in C2SP tlog-tiles layout.

    What it cannot do is an ``OSError`` or ``MirrorUnavailable``, which both pass.
    """

    name: str
    """As the settings and people call it."""

    def alone(self) -> AbstractContextManager[None]:
        """While in the block, no other writer changes the mirror, or else our writes fail."""

    def kept_checkpoints(self) -> Iterator[tuple[str, bytes]]:
        """(place, signed note) of every checkpoint that was ever kept here, in no order.

        Raises ``NotVerified`` where one was taken away and that shows.
        """
