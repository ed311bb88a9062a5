"""Blind index: find a sealed value by exact match without opening anything.

Who holds the database but not the key learns only which rows have equal values, element by element.
Source: RFC 2104 (HMAC), FIPS 180-4 (SHA-256); truncation to 128 bits per NIST SP 800-107.
"""

import hmac

from chaperone.crypto.errors import UnsuitableKey, UnsuitableToken

KEY_LENGTH = 32
INDEX_LENGTH = 16


def blind_index(key: bytes | bytearray, *, element: str, token: str) -> bytes:
    """Return the 16-byte index of `token`, a normalised value, within `element`.

    Raises `UnsuitableKey` if the key is not 32 bytes, `UnsuitableToken` if text is not Unicode.
    """
    if len(key) != KEY_LENGTH:
        raise UnsuitableKey("A blind index key has 32 bytes.")
    try:
        parts = (element.encode(), token.encode())
    except UnicodeEncodeError:
        # `from None`, because the first error quotes the token, which may be PHI.
        raise UnsuitableToken from None
    message = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.digest(key, message, "sha256")[:INDEX_LENGTH]
