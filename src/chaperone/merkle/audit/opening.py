"""Opening one sealed entry with the key that was given for it alone.

The bytes of an entry of version 2 are

    version (1 byte, 0x02) | key id (16) | nonce (12) | ciphertext | tag (16) | commitment (32)

and with the entry's own key K (32 bytes) and ``where``, the entry's organization, id and table,

    commitment = HMAC-SHA-256(K, version | key id | nonce | tag | where)
    plaintext  = AES-256-GCM under HMAC-SHA-256(K, "encrypt"), associated data
                 version | key id | where

So no other key, organization, id or text goes with these bytes, whoever chose them: it would be a
collision of SHA-256. Read from the format's description; shares no code with what seals.

Sources: NIST SP 800-38D (GCM); RFC 2104 (HMAC); RFC 9771 (full commitment).
"""

import hmac
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chaperone.merkle.errors import MalformedSeal, NotOpened

ONE_KEY_FOR_ALL, A_KEY_FOR_EACH = 1, 2
"""Versions: in the first, one key opens all entries, so that none can be given for one."""
_KEY, _HEADER, _NONCE, _TAG, _COMMITMENT = 32, 17, 12, 16, 32


def version_of(sealed: bytes) -> int:
    """Which of the versions the sealed bytes are of. Raises MalformedSeal."""
    if sealed[:1] not in (b"\x01", b"\x02"):
        raise MalformedSeal(f"(begins with {sealed[:1].hex() or 'nothing'})")
    return sealed[0]


def open_entry(sealed: bytes, key: bytes, *, organization: UUID, entry_id: UUID) -> bytes:
    """The text of the entry, byte for byte as it was sealed. Raises MalformedSeal, NotOpened."""
    if version_of(sealed) != A_KEY_FOR_EACH or len(sealed) < _HEADER + _NONCE + _TAG + _COMMITMENT:
        raise MalformedSeal(f"({len(sealed)} bytes of version {version_of(sealed)})")
    # HMAC fills short keys up with zeros and hashes long ones: only of one length is each its own.
    if len(key) != _KEY:
        raise NotOpened(f"(a key has {_KEY} bytes, not {len(key)})")
    start, rest, commitment = _parted(sealed)
    where = _where(organization, entry_id)
    expected = hmac.digest(key, start + rest[-_TAG:] + where, "sha256")
    if not hmac.compare_digest(expected, commitment):
        raise NotOpened
    try:
        cipher = AESGCM(hmac.digest(key, b"encrypt", "sha256"))
        return cipher.decrypt(start[_HEADER:], rest, start[:_HEADER] + where)
    except InvalidTag:
        raise NotOpened from None


def _parted(sealed: bytes) -> tuple[bytes, bytes, bytes]:
    """What stands before the ciphertext; ciphertext and tag; the commitment."""
    return (
        sealed[: _HEADER + _NONCE],
        sealed[_HEADER + _NONCE : -_COMMITMENT],
        sealed[-_COMMITMENT:],
    )


def _where(organization: UUID, entry_id: UUID) -> bytes:
    names = b"".join(len(name).to_bytes(4, "big") + name for name in (b"ledger_entry", b"entry"))
    return organization.bytes + entry_id.bytes + names
