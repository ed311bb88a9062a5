"""A key wrapped in two steps: by a data key, which the provider wraps in turn.

    version (1 byte, 0x01) | length (2, big-endian) | wrapped data key | wrapped secret

For providers that wrap only keys of their own making, or bind what they wrap to nothing. The secret
is wrapped by `chaperone.crypto.wrapping` under a data key made for it alone, bound to its context,
so that a provider that gives back a wrong data key is found out.
"""

from typing import NamedTuple

from chaperone.crypto.errors import MalformedValue, UnknownVersion

_VERSION = b"\x01"
_HEADER = 3
LONGEST = 6144
"""Of a wrapped data key: what AWS KMS takes to decrypt."""


class Envelope(NamedTuple):
    """The data key as the provider wrapped it, and the secret wrapped by the data key."""

    data_key: bytes
    secret: bytes

    def encoded(self) -> bytes:
        """The bytes that are stored."""
        return _VERSION + len(self.data_key).to_bytes(2, "big") + self.data_key + self.secret


def decoded(stored: bytes) -> Envelope:
    """The parts of an envelope. Raises `MalformedValue` or `UnknownVersion`."""
    if not stored:
        raise MalformedValue
    if stored[:1] != _VERSION:
        raise UnknownVersion
    length = int.from_bytes(stored[1:_HEADER], "big")
    data_key = stored[_HEADER : _HEADER + length]
    secret = stored[_HEADER + length :]
    if not 0 < length <= LONGEST or len(data_key) != length or not secret:
        raise MalformedValue
    return Envelope(data_key, secret)
