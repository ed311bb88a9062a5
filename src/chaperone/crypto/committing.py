"""Sealing that commits to one key and one meaning, for what must mean the same for ever.

AES-GCM alone does not commit: who knows two keys can build bytes that open under both, each time
to something else. A value sealed here is

    version (1 byte, 0x02) | key id (16) | nonce (12) | ciphertext | tag (16) | commitment (32)

with the associated data of version 1 (``values``), its own version byte first, and

    commitment = HMAC-SHA-256(commitment key, header | nonce | tag | rest of the associated data)
    encryption key (32) | commitment key (32) = HKDF-SHA-256(secret, info "chaperone committing v2")

This is CTX (the tag T replaced by H(K, N, A, T)) with the tag kept beside the hash, so that any
AES-GCM can open it. Two keys, nonces, places or texts with the same bytes would be a collision of
SHA-256: committing to everything (CMT-4), key included, with 128 bits of security.

Sources: J. Chan and P. Rogaway, "On Committing Authenticated Encryption", ESORICS 2022 (CTX);
RFC 9771 (full commitment); A. Albertini et al., "How to Abuse and Fix Authenticated
Encryption Without Key Commitment", USENIX Security 2022 (the attack); RFC 5869 (HKDF).
"""

import hmac
from collections.abc import Iterable, Sequence
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from chaperone.crypto.errors import MalformedValue, TamperedValue, WrongKey
from chaperone.crypto.nonces import NONCE_LENGTH, next_nonce
from chaperone.crypto.values import (
    COMMITTING,
    HEADER_LENGTH,
    TAG_LENGTH,
    Place,
    SealingKey,
    encoded,
)

COMMITMENT_LENGTH = 32
_PURPOSE = b"chaperone committing v2"
_NONCE_END = HEADER_LENGTH + NONCE_LENGTH
_SHORTEST = _NONCE_END + TAG_LENGTH + COMMITMENT_LENGTH


class CommittingKey(SealingKey):
    """A key whose values open to one meaning only. Opens what it sealed before in version 1, too.

    Raises ``UnsuitableKey`` if ``secret`` is not 32 bytes.
    """

    __slots__ = ("_commitment_key", "_committed_header", "_committing_cipher")

    def __init__(self, id: UUID, secret: bytes | bytearray) -> None:  # noqa: A002
        super().__init__(id, secret)
        both = HKDF(SHA256(), length=64, salt=None, info=_PURPOSE).derive(secret)
        self._committing_cipher = AESGCM(both[:32])
        self._commitment_key = both[32:]
        self._committed_header = COMMITTING + id.bytes

    def seal(self, plaintext: bytes, place: Place) -> bytes:
        """Return ``plaintext`` sealed for ``place``; 77 bytes longer, different at each call."""
        header, nonce, where = self._committed_header, next_nonce(), encoded(place)
        ciphertext = self._committing_cipher.encrypt(nonce, plaintext, header + where)
        commitment = self._commitment(nonce, ciphertext[-TAG_LENGTH:], where)
        return header + nonce + ciphertext + commitment

    def open(self, sealed: bytes | memoryview, place: Place) -> bytes:
        """Return the plaintext of a value that was sealed with this key for ``place``.

        Raises ``MalformedValue``, ``UnknownVersion``, ``WrongKey`` or ``TamperedValue``.
        """
        if sealed[:1] != COMMITTING:
            return super().open(sealed, place)
        if len(sealed) < _SHORTEST:
            raise MalformedValue
        if sealed[:HEADER_LENGTH] != self._committed_header:
            raise WrongKey
        nonce, where = bytes(sealed[HEADER_LENGTH:_NONCE_END]), encoded(place)
        ciphertext = bytes(sealed[_NONCE_END:-COMMITMENT_LENGTH])
        expected = self._commitment(nonce, ciphertext[-TAG_LENGTH:], where)
        # First and with the same answer, so that nobody learns that a key nearly fits.
        if not hmac.compare_digest(expected, sealed[-COMMITMENT_LENGTH:]):
            raise TamperedValue
        try:
            return self._committing_cipher.decrypt(
                nonce, ciphertext, self._committed_header + where
            )
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
        """Return the plaintexts of many values of one element, each sealed for its row."""
        return [
            self.open(sealed, Place(organization, table, element, row))
            for sealed, row in zip(values, rows, strict=True)
        ]

    def _commitment(self, nonce: bytes, tag: bytes, where: bytes) -> bytes:
        # All but the last part are of fixed length, so that the whole can be read in one way only.
        return hmac.digest(
            self._commitment_key, self._committed_header + nonce + tag + where, "sha256"
        )
