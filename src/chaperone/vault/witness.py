"""The witness: in whose presence sealed values are opened (45 CFR 164.312(b)).

The vault only demands that one is there and tells it what is opened. Who may be a witness,
what it permits and how its record is written is decided above, in ``access``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Protocol
from uuid import UUID

from chaperone.crypto.errors import CryptoError
from chaperone.crypto.values import Place
from chaperone.vault.errors import KeyMissing, NotPermitted, NotWitnessed, OtherOrganization
from chaperone.vault.integrity import Alarm, Altered, refuse
from chaperone.vault.keyring import keyring

CONFIRMED_SECONDS = 1.0
"""How long a witness relies on what it was told before it asks again."""


class Permits(Protocol):
    """Says whether a data element of a member, or of none, may be opened."""

    def __call__(self, table: str, element: str, member_id: UUID | None, /) -> bool: ...


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


class Part(Openable, Protocol):
    """A piece of something larger, with where it is bound to."""

    column: Column


def _in_force() -> None:
    """What does not end needs no asking."""


class Witness:
    """Collects what is opened in its presence: element, member and rows.

    ``confirm`` raises where the access that the witness stands on has ended meanwhile. It is asked
    before an opening when the last answer is older than ``CONFIRMED_SECONDS``. ``alarm`` records
    a value that was altered; without one, the registered alarm does.
    """

    def __init__(
        self,
        *,
        organization_id: UUID,
        permits: Permits,
        confirm: Callable[[], None] = _in_force,
        alarm: Alarm | None = None,
    ) -> None:
        self.organization_id = organization_id
        self.alarm = alarm
        self._permits = permits
        self._confirm = confirm
        self._rely_until = monotonic() + CONFIRMED_SECONDS
        self._permitted: set[tuple[str, str, UUID | None]] = set()
        self._opened: list[tuple[Column, Sequence[Openable]]] = []
        self._wholes: dict[tuple[str, str, UUID | None], dict[UUID, None]] = {}

    def confirm(self) -> None:
        """Asks whether access is still in force. Raises what the caller's ``confirm`` raises."""
        self._confirm()
        self._rely_until = monotonic() + CONFIRMED_SECONDS

    def open_run(self, column: Column, values: Sequence[Openable]) -> list[bytes]:
        """Opens values of one element and one member, sealed under one key, and notes them.

        Raises ``OtherOrganization``, ``NotPermitted``, ``KeyMissing``, ``NotIntact`` (which is on
        record then), or what ``confirm`` raises.
        """
        plaintexts = self._open(column, values)
        # Grouping waits until the record is written.
        self._opened.append((column, values))
        return plaintexts

    def open_part(self, value: "Part", *, of: UUID) -> bytes:
        """Opens a piece of something larger, which is noted once, as the row ``of``.

        Keeps nothing of the piece. Raises as ``open_run``.
        """
        (plaintext,) = self._open(value.column, [value])
        noted = (value.column.table, value.column.element, value.member_id)
        self._wholes.setdefault(noted, {})[of] = None
        return plaintext

    def _open(self, column: Column, values: Sequence[Openable]) -> list[bytes]:
        organization, table, element = column.organization, column.table, column.element
        if monotonic() > self._rely_until:
            self.confirm()
        self._admit(table, element, values[0].member_id)
        if organization != self.organization_id:
            raise OtherOrganization("The value belongs to another organization.")
        blobs = [value.blob for value in values]
        try:
            key = keyring.opening_key_of(organization, values[0].member_id, blobs[0])
            plaintexts = key.open_all(
                blobs,
                [value.row for value in values],
                organization=organization,
                table=table,
                element=element,
            )
        except (CryptoError, KeyMissing):
            self._refuse_altered(column, values)
            raise
        return plaintexts

    def _refuse_altered(self, column: Column, values: Sequence[Openable]) -> None:
        """Finds the value that does not open, records it and raises ``NotIntact``.

        Returns where nothing was altered: the member's key was destroyed.
        """
        for value in values:
            problem = _problem(column, value)
            if problem:
                altered = Altered(
                    column.organization,
                    column.table,
                    column.element,
                    value.row,
                    value.member_id,
                    problem,
                )
                refuse(altered, self.alarm)

    def _admit(self, table: str, element: str, member_id: UUID | None) -> None:
        if (table, element, member_id) in self._permitted:
            return
        if not self._permits(table, element, member_id):
            raise NotPermitted(table=table, element=element)
        self._permitted.add((table, element, member_id))

    @property
    def opened(self) -> Mapping[tuple[str, str, UUID | None], list[UUID]]:
        """What was opened so far: (table, element, member) to the ids of the rows."""
        grouped: dict[tuple[str, str, UUID | None], list[UUID]] = {}
        for column, values in self._opened:
            for value in values:
                key = (column.table, column.element, value.member_id)
                grouped.setdefault(key, []).append(value.row)
        for key, wholes in self._wholes.items():
            grouped.setdefault(key, []).extend(wholes)
        return grouped


def _problem(column: Column, value: Openable) -> str:
    """What is wrong with a value: a kind of error. Empty where it opens, or its key is gone."""
    organization = column.organization
    place = Place(organization, column.table, column.element, value.row)
    try:
        key = keyring.opening_key_of(organization, value.member_id, value.blob)
        key.open(value.blob, place)
    except KeyMissing:
        # A member whose key was destroyed has none; whoever has one has values under it.
        if value.member_id and not keyring.has_member(organization, value.member_id):
            return ""
        return KeyMissing.__name__
    except CryptoError as problem:
        return type(problem).__name__
    return ""


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
