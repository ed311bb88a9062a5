"""Nothing goes into a bucket but while an agreement covers it (45 CFR 164.308(b), 164.502(e)).

Whoever keeps sealed PHI is a business associate, too. The archiver has no Django: it asks the
database itself, by the function that backups ask.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import psycopg

from chaperone.continuity.backups.errors import NotCovered, TargetUnavailable
from chaperone.continuity.backups.streams import Readable
from chaperone.continuity.backups.targets import Place, Target, bucket_of, target_at
from chaperone.vendors.leaving import is_covered

_SECONDS = 60.0
"""An agreement that ends is noticed within a minute, as a piece of the log lasts."""


class Gated:
    """A target that takes nothing in unless ``refuse`` lets it; asked once a minute at most."""

    def __init__(self, inner: Target, refuse: Callable[[], None]) -> None:
        self._inner, self._refuse = inner, refuse
        self.name = inner.name
        self._asked_at = -_SECONDS

    def put(self, name: str, stream: Readable) -> int:
        """Raises ``NotCovered``, too."""
        if time.monotonic() - self._asked_at >= _SECONDS:
            self._refuse()
            self._asked_at = time.monotonic()
        return self._inner.put(name, stream)

    def open(self, name: str) -> AbstractContextManager[Readable]:
        """As it is."""
        return self._inner.open(name)

    def size(self, name: str) -> int:
        """As it is."""
        return self._inner.size(name)

    def names(self) -> Iterator[str]:
        """As they are."""
        return self._inner.names()

    def remove(self, name: str) -> None:
        """As it is."""
        self._inner.remove(name)

    def clear(self) -> int:
        """As it is."""
        return self._inner.clear()


def gated(place: Place, dsn: str) -> Target:
    """The target there; a bucket behind the gate. ``dsn``: of the installation's database, as
    somebody who may ask it.
    """
    bucket = bucket_of(place)
    if bucket is None:
        return target_at(place)

    def refuse() -> None:
        try:
            with psycopg.connect(dsn) as connection:
                covered = is_covered(connection, purpose="backup", host=bucket)
        except psycopg.Error as problem:
            # No answer is no: before the first upgrade there are no agreements either.
            raise TargetUnavailable(f"({place.url}: {problem})") from problem
        if not covered:
            raise NotCovered(f"({place.url})")

    return Gated(target_at(place), refuse)
