"""Where rooms above hang what goes with a member, and what is known of backups.

Filled once, in ``AppConfig.ready``.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from chaperone.ledger.actors import Actor


class Purged(NamedTuple):
    """What a room removed beside the key: from which table, what it was, how many rows."""

    table: str
    what: str
    rows: int


class Purger(NamedTuple):
    """What one room does when a member's data is destroyed.

    ``check`` raises ``NotToBeDestroyed`` where it may not be done now. ``purge`` runs in the
    transaction of the destruction, in the organization's context, and removes blind indexes and
    whatever else could still be used. ``write_anew`` rewrites the tables from which rows were
    deleted, so that their files do not hold them any more; it may be repeated.
    """

    room: str
    check: Callable[[Actor, UUID], None]
    purge: Callable[[Actor, UUID], Sequence[Purged]]
    write_anew: Callable[[], None]


class Left(NamedTuple):
    """Copies of one kind that hold what is destroyed now, such as a member's key. ``until``: when
    the last of them is gone; None where that is not known. ``says``: by which rule, or why not.
    """

    what: str
    until: datetime | None
    says: str


Backups = Callable[[UUID], Sequence[Left]]
"""Which copies hold what an organization destroys at this moment; none: nothing is copied."""

Organizations = Callable[[], Sequence[UUID]]
"""Every organization's id; asked by workers."""

_purgers: list[Purger] = []
_organizations: Organizations = tuple
_backups: Backups | None = None


def purge_with(purger: Purger) -> None:
    """Registers what goes with a member."""
    _purgers.append(purger)


def purgers() -> Sequence[Purger]:
    """Everything that was registered, upper rooms first: they hold locks on what hangs off a
    member, and wait for the member's row.
    """
    return tuple(reversed(_purgers))


def know_backups_by(backups: Backups) -> None:
    """Names the callable that knows backups (registered by ``continuity``, once it is there)."""
    global _backups
    _backups = backups


def backups() -> Backups | None:
    """The callable that knows backups; None where this installation records none."""
    return _backups


def know_organizations_by(find: Organizations) -> None:
    """Names who knows every organization (registered by ``organizations``)."""
    global _organizations
    _organizations = find


def organizations() -> Sequence[UUID]:
    """Every organization's id."""
    return _organizations()
