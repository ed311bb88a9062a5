"""What registers must know of the rooms above: who may read and add files of which records."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.registers.errors import NotGuarded

_guards: dict[str, "Guard"] = {}


class Guard(NamedTuple):
    """Who may read, and who may add and retire, files of one kind of record.

    ``page``: the address of a record's page; None where the actor may not see this very record.
    ``warning``: what stands above the form for a file, such as that it is a drill; or nothing.
    """

    kind: str
    read: str
    manage: str
    page: Callable[[Staff, UUID], str | None]
    warning: Callable[[Staff, UUID], str] = lambda _actor, _record: ""


def guards_records(
    kind: str,
    *,
    read: str,
    manage: str,
    page: Callable[[Staff, UUID], str | None],
    warning: Callable[[Staff, UUID], str] = lambda _actor, _record: "",
) -> None:
    """Says who may read files of records of this kind, such as ``vendors.agreement``.

    Called in ``AppConfig.ready``. Raises ``ValueError`` where the kind is taken.
    """
    if kind in _guards:
        raise ValueError(f"Records of the kind {kind} are guarded already.")
    _guards[kind] = Guard(kind, read, manage, page, warning)


def guard_of(kind: str) -> Guard:
    """Who may read files of this kind. Raises ``NotGuarded``: then nobody may."""
    if kind not in _guards:
        raise NotGuarded
    return _guards[kind]
