"""Sealing that commits to one key and one meaning, for what must mean the same for ever.

AES-GCM alone does not commit: who knows two keys can build bytes that open under both, each time
to something else. A value sealed here is

    version (1 byte, 0x02) | key id (16) | nonce (12) | ciphertext | tag (16) | commitment (32)

with the associated data of version 1 (``values``), its own version byte first, and

    root           = HKDF-SHA-256(secret, info "chaperone committing v2")
    value key      = HMAC-SHA-256(root, header | nonce | rest of the associated data)
    encryption key = HMAC-SHA-256(value key, "encrypt")
    commitment     = HMAC-SHA-256(value key, header | nonce | tag | rest of the associated data)

This is CTX (the tag T replaced by H(K, N, A, T)) with the tag kept beside the hash, so that any
AES-GCM can open it. It commits to everything (CMT-4): two openings of the same bytes that differ
in key, place or text would have two value keys with the same commitment, or two secrets or places
with the same value key. HMAC with keys of 32 bytes takes key and message in one way only, so each
of these is a collision of SHA-256: 128 bits of security. Under one value key, one ciphertext is one
text.

**The key of one value** can be given away (``disclosed``): it opens this value, shows with the
commitment that nothing else was sealed in these bytes, and tells nothing of the secret or of the
key of another value, since HMAC is a pseudorandom function. Who has it can make *other* bytes for
the same place, so it may be given only for what is held fast elsewhere, as entries are in the tree.

Sources: J. Chan and P. Rogaway, "On Committing Authenticated Encryption", ESORICS 2022 (CTX);
RFC 9771 (full commitment); A. Albertini et al., "How to Abuse and Fix Authenticated
Encryption Without Key Commitment", USENIX Security 2022 (the attack); P. Grubbs, J. Lu and
T. Ristenpart, "Message Franking via Committing Authenticated Encryption", CRYPTO 2017 (opening
one message for a third party); RFC 5869 (HKDF); RFC 2104 (HMAC).
"""

import hmac
from collections.abc import Iterable, Sequence
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from chaperone.crypto.errors import MalformedValue, TamperedValue, UnknownVersion, WrongKey
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
_ENCRYPT = b"encrypt"
_NONCE_END = HEADER_LENGTH + NONCE_LENGTH
_SHORTEST = _NONCE_END + TAG_LENGTH + COMMITMENT_LENGTH


class CommittingKey(SealingKey):
    """A key whose values open to one meaning only. Opens what it sealed before in version 1, too.

    Raises ``UnsuitableKey`` if ``secret`` is not 32 bytes.
    """

    __slots__ = ("_committed_header", "_root")

    def __init__(self, id: UUID, secret: bytes | bytearray) -> None:  # noqa: A002
        super().__init__(id, secret)
        self._root = HKDF(SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret)
        self._committed_header = COMMITTING + id.bytes

    def seal(self, plaintext: bytes, place: Place) -> bytes:
        """Return ``plaintext`` sealed for ``place``; 77 bytes longer, different at each call."""
        start, where = self._committed_header + next_nonce(), encoded(place)
        value_key = hmac.digest(self._root, start + where, "sha256")
        ciphertext = _cipher(value_key).encrypt(
            start[HEADER_LENGTH:], plaintext, self._committed_header + where
        )
        return start + ciphertext + _commitment(value_key, start, ciphertext, where)

    def open(self, sealed: bytes | memoryview, place: Place) -> bytes:
        """Return the plaintext of a value that was sealed with this key for ``place``.

        Raises ``MalformedValue``, ``UnknownVersion``, ``WrongKey`` or ``TamperedValue``.
        """
        if sealed[:1] != COMMITTING:
            return super().open(sealed, place)
        where = encoded(place)
        cipher = _cipher(self._value_key(sealed, where))
        nonce, ciphertext = sealed[HEADER_LENGTH:_NONCE_END], sealed[_NONCE_END:-COMMITMENT_LENGTH]
        try:
            return cipher.decrypt(nonce, ciphertext, self._committed_header + where)
        except InvalidTag:
            raise TamperedValue from None

    def disclosed(self, sealed: bytes | memoryview, place: Place) -> bytes:
        """Return the key of this value alone (32 bytes), which is to be given to somebody.

        Raises as ``open`` does; ``UnknownVersion`` for version 1, whose values have no such key.
        """
        self.open(sealed, place)  # No key is given for what does not open.
        if sealed[:1] != COMMITTING:
            raise UnknownVersion
        return self._value_key(sealed, encoded(place))

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

    def _value_key(self, sealed: bytes | memoryview, where: bytes) -> bytes:
        """The key of a value that has the commitment of this key and place."""
        if len(sealed) < _SHORTEST:
            raise MalformedValue
        if sealed[:HEADER_LENGTH] != self._committed_header:
            raise WrongKey
        start = bytes(sealed[:_NONCE_END])
        value_key = hmac.digest(self._root, start + where, "sha256")
        expected = _commitment(value_key, start, sealed[:-COMMITMENT_LENGTH], where)
        # Before the cipher, with the same answer, so that nobody learns that a key nearly fits.
        if not hmac.compare_digest(expected, sealed[-COMMITMENT_LENGTH:]):
            raise TamperedValue
        return value_key


def _cipher(value_key: bytes) -> AESGCM:
    return AESGCM(hmac.digest(value_key, _ENCRYPT, "sha256"))


def _commitment(
    value_key: bytes, start: bytes, until_tag: bytes | memoryview, where: bytes
) -> bytes:
    # All but the last part are of fixed length, so that the whole can be read in one way only; and
    # the first byte tells it from what the encryption key is made of.
    return hmac.digest(value_key, start + until_tag[-TAG_LENGTH:] + where, "sha256")
