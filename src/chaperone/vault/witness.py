"""The witness: in whose presence sealed values are opened (45 CFR 164.312(b)).

The vault only demands that one is there and tells it what is opened. Who may be a witness,
what it permits and how its record is written is decided above, in ``access``.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol
from uuid import UUID

from chaperone.vault.errors import NotPermitted, NotWitnessed, OtherOrganization
from chaperone.vault.keyring import keyring

Element = tuple[str, str]
"""Table and data element, such as ``("members_member", "name")``."""


class Permits(Protocol):
    """Says whether a data element may be opened."""

    def __call__(self, table: str, element: str) -> bool: ...


class Column(Protocol):
    """What the values of one element in one organization have in common."""

    organization: UUID
    table: str
    element: str


class Openable(Protocol):
    """A sealed blob, the row it is bound to, and whose it is."""

    blob: bytes
    row: UUID
    member_id: UUID | None


class Witness:
    """Collects what is opened in its presence: element, member and rows."""

    def __init__(self, *, organization_id: UUID, permits: Permits) -> None:
        self.organization_id = organization_id
        self._permits = permits
        self._permitted: set[Element] = set()
        self._opened: list[tuple[Column, Sequence[Openable]]] = []

    def open_run(self, column: Column, values: Sequence[Openable]) -> list[bytes]:
        """Opens values of one element that are sealed under one key, in order, and notes them.

        Raises ``OtherOrganization``, ``NotPermitted``, ``KeyMissing`` or a ``CryptoError``.
        """
        organization, table, element = column.organization, column.table, column.element
        if (table, element) not in self._permitted:
            self._admit((table, element))
        if organization != self.organization_id:
            raise OtherOrganization("The value belongs to another organization.")
        blobs = [value.blob for value in values]
        plaintexts = keyring.opening_key(organization, blobs[0]).open_all(
            blobs,
            [value.row for value in values],
            organization=organization,
            table=table,
            element=element,
        )
        # Grouping waits until the record is written.
        self._opened.append((column, values))
        return plaintexts

    def _admit(self, element: Element) -> None:
        table, name = element
        if not self._permits(table, name):
            raise NotPermitted(table=table, element=name)
        self._permitted.add(element)

    @property
    def opened(self) -> Mapping[tuple[str, str, UUID | None], list[UUID]]:
        """What was opened so far: (table, element, member) to the ids of the rows."""
        grouped: dict[tuple[str, str, UUID | None], list[UUID]] = {}
        for column, values in self._opened:
            for value in values:
                key = (column.table, column.element, value.member_id)
                grouped.setdefault(key, []).append(value.row)
        return grouped


_present: ContextVar[Witness | None] = ContextVar("chaperone_witness", default=None)


def current_witness() -> Witness:
    """The witness that is present. Raises ``NotWitnessed`` where there is none."""
    witness = _present.get()
    if witness is None:
        raise NotWitnessed("A sealed value can be opened only before a witness.")
    return witness


@contextmanager
def in_presence_of(witness: Witness) -> Iterator[Witness]:
    """Makes ``witness`` the one before whom values are opened in this block."""
    token = _present.set(witness)
    try:
        yield witness
    finally:
        _present.reset(token)
