"""The witness: in whose presence sealed values are opened (45 CFR 164.312(b)).

The vault only demands that one is there and tells it what is opened. Who may be a witness,
what it permits and how its record is written is decided above, in ``access``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Protocol
from uuid import UUID

from chaperone.crypto.values import Opener, Place
from chaperone.vault.errors import NotPermitted, NotWitnessed, OtherOrganization
from chaperone.vault.keyring import keyring

CONFIRMED_SECONDS = 1.0
"""How long a witness relies on what it was told before it asks again."""

_HEADER = slice(17)  # version and key id of a sealed value


class Permits(Protocol):
    """Says whether a data element of a member, or of none, may be opened."""

    def __call__(self, table: str, element: str, member_id: UUID | None, /) -> bool: ...


class Openable(Protocol):
    """A sealed blob, where it is bound to, and whose it is."""

    blob: bytes
    place: Place
    member_id: UUID | None


def _in_force() -> None:
    """What does not end needs no asking."""


class Witness:
    """Collects what is opened in its presence: element, member and rows.

    ``confirm`` raises where the access that the witness stands on has ended meanwhile. It is asked
    before an opening when the last answer is older than ``CONFIRMED_SECONDS``.
    """

    def __init__(
        self,
        *,
        organization_id: UUID,
        permits: Permits,
        confirm: Callable[[], None] = _in_force,
    ) -> None:
        self.organization_id = organization_id
        self._permits = permits
        self._confirm = confirm
        self._rely_until = monotonic() + CONFIRMED_SECONDS
        self._permitted: set[tuple[str, str, UUID | None]] = set()
        self._opened: list[tuple[Place, UUID | None]] = []

    def confirm(self) -> None:
        """Asks whether access is still in force. Raises what the caller's ``confirm`` raises."""
        self._confirm()
        self._rely_until = monotonic() + CONFIRMED_SECONDS

    def open(self, blob: bytes, place: Place, member_id: UUID | None) -> bytes:
        """Opens a blob that was sealed in ``place`` and notes it.

        Raises ``OtherOrganization``, ``NotPermitted``, ``KeyMissing``, a ``CryptoError``, or what
        ``confirm`` raises.
        """
        # This runs for each value on a page: grouping waits until the record is written.
        organization, table, element, _ = place
        if monotonic() > self._rely_until:
            self.confirm()
        if (table, element, member_id) not in self._permitted:
            self._admit(table, element, member_id)
        if organization is not self.organization_id and organization != self.organization_id:
            raise OtherOrganization("The value belongs to another organization.")
        plaintext = keyring.opening_key(organization, blob).open(blob, place)
        self._opened.append((place, member_id))
        return plaintext

    def open_all(self, values: Iterable["Openable"]) -> list[bytes]:
        """Opens many values, in order, and notes each. Raises as ``open`` does.

        Values of one element under one key, and so of one member, which stand together on a page,
        share the work.
        """
        opened, shared = [], None
        for value in values:
            blob, place = value.blob, value.place
            here = (blob[_HEADER], place[:3])
            if here != shared:
                open_one, shared = self._opener(blob, place, value.member_id), here
            opened.append(open_one(blob, place.row))
            self._opened.append((place, value.member_id))
        return opened

    def _opener(self, blob: bytes, place: Place, member_id: UUID | None) -> Opener:
        organization, table, element, _ = place
        if monotonic() > self._rely_until:
            self.confirm()
        if (table, element, member_id) not in self._permitted:
            self._admit(table, element, member_id)
        if organization != self.organization_id:
            raise OtherOrganization("The value belongs to another organization.")
        return keyring.opening_key(organization, blob).opener(organization, table, element)

    def _admit(self, table: str, element: str, member_id: UUID | None) -> None:
        if not self._permits(table, element, member_id):
            raise NotPermitted(table=table, element=element)
        self._permitted.add((table, element, member_id))

    @property
    def opened(self) -> Mapping[tuple[str, str, UUID | None], list[UUID]]:
        """What was opened so far: (table, element, member) to the ids of the rows."""
        grouped: dict[tuple[str, str, UUID | None], list[UUID]] = {}
        for place, member_id in self._opened:
            grouped.setdefault((place.table, place.element, member_id), []).append(place.row)
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
