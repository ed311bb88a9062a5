"""What the page of backups is told by rooms above: how copies stand that others make."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from chaperone.continuity.models import Backup


class CopiesStanding(NamedTuple):
    """One kind that is used here. ``state``: ``ok``, ``weak`` (something is wrong with it),
    ``overdue`` or ``none``.
    """

    kind: Backup.Kind
    last: Backup | None
    age: timedelta | None
    state: str


Finder = Callable[[], list[CopiesStanding]]
_finders: list[Finder] = []


def know_copies_by(find: Finder) -> None:
    """Adds a way to know (``copies``, in ``AppConfig.ready``)."""
    _finders.append(find)


def copies_standing() -> list[CopiesStanding]:
    """Of all kinds. Raises what the finders raise."""
    return [each for find in _finders for each in find()]
