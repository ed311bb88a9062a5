"""The opaque values that rows with sealed fields hand out."""

from collections.abc import Callable, Sequence
from typing import Any, Never
from uuid import UUID

from chaperone.crypto.values import Place
from chaperone.vault.errors import NotYetSealed, PlaintextRefused
from chaperone.vault.keyring import keyring
from chaperone.vault.witness import current_witness

Decoder = Callable[[bytes], Any]


class _Opaque:
    """Shows no plaintext however it is printed, formatted or serialised."""

    __slots__ = ()
    place: Place

    def __repr__(self) -> str:
        return "<sealed>"

    def __str__(self) -> str:
        return "<sealed>"

    def __format__(self, specification: str) -> str:
        return "<sealed>"

    def __reduce_ex__(self, protocol: Any) -> Never:
        raise PlaintextRefused("Sealed values cannot be pickled.")


class Sealed(_Opaque):
    """One sealed value in its place. ``open()`` works only inside a witness (invariant 1)."""

    __slots__ = ("blob", "decode", "member_id", "place")

    def __init__(
        self, blob: bytes, place: Place, member_id: UUID | None, decode: Decoder = bytes.decode
    ) -> None:
        self.blob = blob
        self.place = place
        self.member_id = member_id
        self.decode = decode

    def open(self) -> Any:
        """Opens the value before the current witness.

        Returns the plaintext in the field's Python type. Raises ``NotWitnessed``,
        ``NotPermitted``, ``OtherOrganization``, ``KeyMissing`` or a ``CryptoError``.
        """
        return self.decode(current_witness().open(self.blob, self.place, self.member_id))

    def __repr__(self) -> str:
        return f"<sealed {self.place.table}.{self.place.element}>"


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
        """The secret in clear, for the server's own use. Raises ``KeyMissing``, ``CryptoError``."""
        key = keyring.opening_key(self.place.organization, self._blob)
        return key.open(self._blob, self.place).decode()


def open_all(values: Sequence[Sealed]) -> list[Any]:
    """Opens many values before the current witness, in order. Raises as ``Sealed.open`` does."""
    plaintexts = current_witness().open_all(values)
    return [value.decode(text) for value, text in zip(values, plaintexts, strict=True)]
