"""Keys wrapped by keys: root key → organization key → member key.

A wrapped key is a version byte (0x01) and the RFC 3394 wrap of the secret under
HKDF-SHA-256(wrapping key, info = "chaperone key wrap v1" + context).

Sources: RFC 5869 (HKDF), RFC 3394 and NIST SP 800-38F section 6.2 (KW), 45 CFR 164.312(a)(2)(iv).
"""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from chaperone.crypto.errors import MalformedValue, UnknownVersion, UnsuitableKey, UnwrapRefused

WRAPPING_KEY_LENGTH = 32
_VERSION = b"\x01"
_PURPOSE = b"chaperone key wrap v1"
_SHORTEST = 1 + 24


def wrap(wrapping_key: bytes | bytearray, secret: bytes | bytearray, *, context: bytes) -> bytes:
    """Return `secret` (16 bytes or more, a multiple of 8) wrapped; 9 bytes longer.

    `context` says what the secret is for and whose it is; only the same context unwraps it.
    Raises `UnsuitableKey` if a length is wrong (the wrapping key has 32 bytes).
    """
    if len(secret) < 16 or len(secret) % 8:
        raise UnsuitableKey("A secret to wrap has 16 bytes or more, in steps of 8.")
    return _VERSION + aes_key_wrap(_derived(wrapping_key, context), secret)


def unwrap(wrapping_key: bytes | bytearray, wrapped: bytes, *, context: bytes) -> bytearray:
    """Return the secret that `wrap` wrapped with the same key and context, so that it can be wiped.

    Raises `MalformedValue`, `UnknownVersion`, `UnsuitableKey` or `UnwrapRefused`.
    """
    if not wrapped:
        raise MalformedValue
    if wrapped[:1] != _VERSION:
        raise UnknownVersion
    if len(wrapped) < _SHORTEST or len(wrapped) % 8 != 1:
        raise MalformedValue
    try:
        return bytearray(aes_key_unwrap(_derived(wrapping_key, context), wrapped[1:]))
    except InvalidUnwrap:
        raise UnwrapRefused from None


def _derived(wrapping_key: bytes | bytearray, context: bytes) -> bytes:
    if len(wrapping_key) != WRAPPING_KEY_LENGTH:
        raise UnsuitableKey("A wrapping key has 32 bytes.")
    return HKDF(SHA256(), length=32, salt=None, info=_PURPOSE + context).derive(wrapping_key)
