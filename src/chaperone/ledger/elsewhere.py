"""Where the record is kept while the database can only be read (45 CFR 164.308(a)(7)(ii)(C)).

Filled by ``continuity`` in a process of emergency mode, and nowhere else. Entries are made and
sealed as always; only where the sealed bytes go is another place, from which they join the ledger.
"""

from collections.abc import Mapping
from typing import Any, Literal, Protocol
from uuid import UUID

Kind = Literal["entry", "request"]


class Keeper(Protocol):
    """Keeps sealed bytes for good before it returns. Raises ``NotRecorded`` where it cannot."""

    def __call__(self, kind: Kind, /, *, organization_id: UUID, row: UUID, sealed: bytes) -> None:
        """``row``: the id under which the bytes are sealed and will join."""
        ...


_keeper: Keeper | None = None
_mark: Mapping[str, Any] = {}


def keep_with(keeper: Keeper | None, *, mark: Mapping[str, Any] | None = None) -> None:
    """Has everything kept by ``keeper``, and each entry say ``mark`` in its details; None: nothing
    is kept elsewhere any more.
    """
    global _keeper, _mark
    _keeper, _mark = keeper, mark or {}


def keeper() -> Keeper | None:
    """Who keeps the record instead of the database; None where the database does."""
    return _keeper


def marked(details: Mapping[str, Any] | None) -> dict[str, Any]:
    """The details of an entry, with the mark where one is in use."""
    return {**(details or {}), **_mark}
