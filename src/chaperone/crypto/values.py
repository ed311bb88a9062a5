"""Sealing of single values with AES-256-GCM, each bound to the place it is stored in.

A sealed value is

    version (1 byte, 0x01) | key id (16) | nonce (12) | ciphertext | tag (16)

and its associated data is

    version | key id | organization (16) | row (16) | length (4) | table | length (4) | element

so that a value moved to another organization, table, row or element does not open. Lengths are
big-endian and count the UTF-8 bytes of the name after them.

Sources: NIST SP 800-38D (GCM); 45 CFR 164.312(a)(2)(iv) (encryption) and (c)(1) (integrity).
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, NoReturn
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chaperone.crypto.errors import (
    KeysStayHere,
    MalformedValue,
    TamperedValue,
    UnknownVersion,
    UnsuitableKey,
    WrongKey,
)
from chaperone.crypto.nonces import NONCE_LENGTH, next_nonce

SECRET_LENGTH = 32
CIPHER = f"AES-{SECRET_LENGTH * 8}-GCM"
HEADER_LENGTH = 17
TAG_LENGTH = 16
VERSION = b"\x01"
COMMITTING = b"\x02"
"""The version of values that commit to their key, which only a ``CommittingKey`` opens."""
_NONCE_END = HEADER_LENGTH + NONCE_LENGTH
_SHORTEST = _NONCE_END + TAG_LENGTH


class Place(NamedTuple):
    """Where one value is stored: organization, table and element (names in code), row."""

    organization: UUID
    table: str
    element: str
    row: UUID


class SealingKey:
    """A 256-bit key that seals and opens values; `id` names it and is written into each value.

    Raises `UnsuitableKey` if `secret` is not 32 bytes. The secret cannot be read back, printed,
    copied or pickled.
    """

    __slots__ = ("_cipher", "_header", "id")

    def __init__(self, id: UUID, secret: bytes | bytearray) -> None:  # noqa: A002
        if len(secret) != SECRET_LENGTH:
            raise UnsuitableKey("A sealing key has 32 bytes.")
        self.id = id
        self._header = VERSION + id.bytes
        # Kept, because building the key schedule for each value is 2.4 times slower.
        self._cipher = AESGCM(secret)

    def seal(self, plaintext: bytes, place: Place) -> bytes:
        """Return `plaintext` sealed for `place`; 45 bytes longer, different at each call."""
        nonce = next_nonce()
        bound = self._header + encoded(place)
        return self._header + nonce + self._cipher.encrypt(nonce, plaintext, bound)

    def open(self, sealed: bytes | memoryview, place: Place) -> bytes:
        """Return the plaintext of a value that was sealed with this key for `place`.

        Raises `MalformedValue`, `UnknownVersion`, `WrongKey` or `TamperedValue`.
        """
        if sealed[:HEADER_LENGTH] != self._header or len(sealed) < _SHORTEST:
            _refuse(sealed)
        nonce = sealed[HEADER_LENGTH:_NONCE_END]
        try:
            return self._cipher.decrypt(nonce, sealed[_NONCE_END:], self._header + encoded(place))
        except InvalidTag:
            raise TamperedValue from None

    def open_all(
        self,
        values: Sequence[bytes],
        rows: Iterable[UUID],
        *,
        organization: UUID,
        table: str,
        element: str,
    ) -> list[bytes]:
        """Return the plaintexts of many values of one element, each sealed for its row.

        For the values of a page: what they share of the associated data is built once, and the
        interpreter's own loops call the cipher. Raises as `open` does, for the first that fails.
        """
        for sealed in values:
            if sealed[:HEADER_LENGTH] != self._header or len(sealed) < _SHORTEST:
                _refuse(sealed)
        before = self._header + organization.int.to_bytes(16, "big")
        after = _encoded_names(table, element)
        try:
            return list(
                map(
                    self._cipher.decrypt,
                    [sealed[HEADER_LENGTH:_NONCE_END] for sealed in values],
                    [sealed[_NONCE_END:] for sealed in values],
                    [before + row.int.to_bytes(16, "big") + after for row in rows],
                )
            )
        except InvalidTag:
            raise TamperedValue from None

    def __repr__(self) -> str:
        return f"SealingKey(id={self.id})"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise KeysStayHere


def key_id_of(sealed: bytes | memoryview) -> UUID:
    """Return the id of the key that `sealed` was sealed with; it is authentic only once opened.

    Raises `MalformedValue` or `UnknownVersion`.
    """
    _check_shape(sealed)
    return UUID(bytes=bytes(sealed[1:HEADER_LENGTH]))


def _check_shape(sealed: bytes | memoryview) -> None:
    if not sealed:
        raise MalformedValue
    if sealed[:1] not in (VERSION, COMMITTING):
        raise UnknownVersion
    if len(sealed) < _SHORTEST:
        raise MalformedValue


def _refuse(sealed: bytes | memoryview) -> NoReturn:
    _check_shape(sealed)
    raise UnknownVersion if sealed[:1] == COMMITTING else WrongKey


def encoded(place: Place) -> bytes:
    """A place as bytes, after the header in the associated data."""
    organization, table, element, row = place
    # UUID.bytes says the same, more slowly; this runs for each value opened.
    return (
        organization.int.to_bytes(16, "big")
        + row.int.to_bytes(16, "big")
        + _encoded_names(table, element)
    )


@lru_cache(maxsize=4096)
def _encoded_names(table: str, element: str) -> bytes:
    # Lengths first: without them, table "ab" element "c" would equal table "a" element "bc".
    return b"".join(
        len(name).to_bytes(4, "big") + name for name in (table.encode(), element.encode())
    )
