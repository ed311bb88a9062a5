"""What became of the connections of this thread during a piece of work."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections

from chaperone.connections.base import DatabaseWrapper


@dataclass(slots=True)
class Watch:
    """Known at the end of the block. ``broke``: a connection was lost in use. ``maybe_kept``:
    something was committed, or may have been.
    """

    broke: bool = False
    maybe_kept: bool = False


@contextmanager
def watching() -> Iterator[Watch]:
    """Watches the connections of this thread during the block. Afterwards none is left broken."""
    for one in _ours():
        one.begin_watch()
    watch = Watch()
    try:
        yield watch
    finally:
        for one in _ours():
            watch.broke = watch.broke or one.broke or one.is_broken
            watch.maybe_kept = watch.maybe_kept or one.committed or one.outcome_unknown
            one.begin_watch()


def _ours() -> list[DatabaseWrapper]:
    return [
        one for one in connections.all(initialized_only=True) if isinstance(one, DatabaseWrapper)
    ]
