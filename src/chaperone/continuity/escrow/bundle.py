"""What the shares hold: the identity that opens backups, and the root key where it is in a file.

    version (1 byte, 0x01) | what it holds (1 byte) | identity (32) | root key (32, or none)

Without either a backup opens nothing: the identity takes the wrapping off the file, the root key
off the values in it. A root key in a key service or an HSM cannot leave it, and is not here.
"""

from typing import NamedTuple

from pyrage import x25519

from chaperone.continuity.escrow.bech32 import decoded, encoded
from chaperone.continuity.escrow.errors import NotOurShares

_VERSION = 1
_IDENTITY_ALONE, _WITH_ROOT_KEY = 0, 1
_KEY = 32
_HEADER = 2
_PREFIX = "age-secret-key-"


class Bundle(NamedTuple):
    """``root_key``: None where a key service or an HSM holds it."""

    identity: x25519.Identity
    root_key: bytes | None

    def __repr__(self) -> str:
        return "Bundle(keys of backups)"

    def encoded(self) -> bytes:
        """The bytes that are split."""
        holds = _IDENTITY_ALONE if self.root_key is None else _WITH_ROOT_KEY
        return bytes([_VERSION, holds]) + raw_of(self.identity) + (self.root_key or b"")


def bundled(secret: bytes) -> Bundle:
    """The keys in what was joined. Raises ``NotOurShares``."""
    lengths = {_IDENTITY_ALONE: _HEADER + _KEY, _WITH_ROOT_KEY: _HEADER + 2 * _KEY}
    if secret[:1] != bytes([_VERSION]):
        raise NotOurShares("They may be of a newer version.")
    if lengths.get(secret[1] if len(secret) > 1 else -1) != len(secret):
        raise NotOurShares
    identity = from_raw(secret[_HEADER : _HEADER + _KEY])
    return Bundle(identity, secret[_HEADER + _KEY :] or None)


def raw_of(identity: x25519.Identity) -> bytes:
    """The identity's 32 bytes."""
    return decoded(_PREFIX, str(identity))


def from_raw(raw: bytes) -> x25519.Identity:
    """The identity of these 32 bytes."""
    return x25519.Identity.from_str(encoded(_PREFIX, raw).upper())
