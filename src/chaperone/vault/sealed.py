"""The opaque values that rows with sealed fields hand out."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Never
from uuid import UUID

from chaperone.crypto.errors import CryptoError
from chaperone.crypto.values import Place
from chaperone.vault.errors import KeyMissing, NotYetSealed, PlaintextRefused
from chaperone.vault.integrity import Altered, refuse
from chaperone.vault.keyring import keyring
from chaperone.vault.witness import current_witness

Decoder = Callable[[bytes], Any]
_HEADER = slice(17)  # version and key id of a sealed value


class _Opaque:
    """Shows no plaintext however it is printed, formatted or serialised."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<sealed>"

    def __str__(self) -> str:
        return "<sealed>"

    def __format__(self, specification: str) -> str:
        return "<sealed>"

    def __reduce_ex__(self, protocol: Any) -> Never:
        raise PlaintextRefused("Sealed values cannot be pickled.")


class Column:
    """A sealed field in one organization: where its values are bound to, how they are read."""

    __slots__ = ("decode", "element", "organization", "table")

    def __init__(self, organization: UUID, table: str, element: str, decode: Decoder) -> None:
        self.organization = organization
        self.table = table
        self.element = element
        self.decode = decode


class Sealed(_Opaque):
    """One sealed value in its place. ``open()`` works only inside a witness (invariant 1)."""

    __slots__ = ("blob", "column", "member_id", "row")

    def __init__(self, blob: bytes, column: Column, row: UUID, member_id: UUID | None) -> None:
        self.blob = blob
        self.column = column
        self.row = row
        self.member_id = member_id

    def open(self) -> Any:
        """Opens the value before the current witness.

        Returns the plaintext in the field's Python type. Raises ``NotWitnessed``,
        ``NotPermitted``, ``OtherOrganization``, ``KeyMissing`` or ``NotIntact``.
        """
        return open_all([self])[0]

    def __repr__(self) -> str:
        return f"<sealed {self.column.table}.{self.column.element}>"


class Unsaved(_Opaque):
    """A value that was assigned and waits for the row to be saved, when it is sealed."""

    __slots__ = ("plaintext",)

    def __init__(self, plaintext: Any) -> None:
        self.plaintext = plaintext

    def open(self) -> Never:
        raise NotYetSealed("Save the row first: the value is sealed then.")


class Secret(_Opaque):
    """A secret of the server: opaque like PHI, but revealed without a witness."""

    __slots__ = ("_blob", "place")

    def __init__(self, blob: bytes, place: Place) -> None:
        self._blob = blob
        self.place = place

    def reveal(self) -> str:
        """The secret in clear, for the server's own use. Raises ``NotIntact``, on record then."""
        return self.reveal_bytes().decode()

    def reveal_bytes(self) -> bytes:
        """The same as it was sealed, for what is no text."""
        place = self.place
        try:
            key = keyring.opening_key(place.organization, self._blob)
            return key.open(self._blob, place)
        except (CryptoError, KeyMissing) as problem:
            name = type(problem).__name__
            refuse(Altered(place.organization, place.table, place.element, place.row, None, name))


def open_all(values: Iterable[Sealed]) -> list[Any]:
    """Opens many values before the current witness, in order. Raises as ``Sealed.open`` does.

    Values of one element and one member, which stand together on a page, share the work.
    """
    witness = current_witness()
    opened: list[Any] = []
    for column, run in _runs(values):
        opened += map(column.decode, witness.open_run(column, run))
    return opened


def _runs(values: Iterable[Sealed]) -> Iterator[tuple[Column, list[Sealed]]]:
    """Neighbours with column, key and member in common. Runs for each value on a page."""
    column: Column | None = None
    header = b""
    member_id: UUID | None = None
    run: list[Sealed] = []
    for value in values:
        if (
            value.column is not column
            or not value.blob.startswith(header)
            or (value.member_id is not member_id and value.member_id != member_id)
        ):
            if column is not None:
                yield column, run
            column, header, run = value.column, value.blob[_HEADER], []
            member_id = value.member_id
        run.append(value)
    if column is not None:
        yield column, run
