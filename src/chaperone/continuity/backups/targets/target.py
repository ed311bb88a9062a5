"""What every place for backups can do, whatever it is made of."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from chaperone.continuity.backups.streams import Readable


class Target(Protocol):
    """Files by their name. What it cannot do is a ``TargetUnavailable``."""

    name: str
    """As the settings and people call it."""

    def put(self, name: str, stream: Readable) -> int:
        """Keeps what the stream gives, whole or not at all; returns its size. When it returns, it
        is durable. What the stream raises passes, and nothing is kept. Raises ``FileThere``.
        """

    def open(self, name: str) -> AbstractContextManager[Readable]:
        """To read it piece by piece. Raises ``NoSuchFile``."""

    def size(self, name: str) -> int:
        """How many bytes it has. Raises ``NoSuchFile``."""

    def names(self) -> Iterator[str]:
        """Every file that is whole, in no order."""

    def remove(self, name: str) -> None:
        """Removes it; one that is not there is removed already. Where versions are kept or locked,
        they stay until their lock ends.
        """

    def clear(self) -> int:
        """Removes what writes left that were broken off; returns how many. Nobody else may be
        writing here.
        """
