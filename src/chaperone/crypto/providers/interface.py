"""What every holder of a root key can do (docs/decisions/0012).

The root key itself never leaves its holder: what is wrapped are the keys of organizations.
"""

import hmac
import os
from typing import Protocol

from chaperone.crypto.errors import ProviderError

_TRIED_FOR = b"chaperone provider check"


class KeyProvider(Protocol):
    """Wraps and unwraps keys with a root key."""

    @property
    def key_id(self) -> str:
        """Names the root key, in at most 255 characters; kept beside what it wrapped."""

    def wrap(self, secret: bytes | bytearray, *, context: bytes) -> bytes:
        """Return `secret` wrapped; only the same `context`, of at most 1,000 bytes, unwraps it.

        Raises `UnsuitableKey` or `ProviderError`.
        """

    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytearray:
        """Return what `wrap` wrapped, so that it can be wiped.

        Raises `MalformedValue`, `UnknownVersion`, `UnwrapRefused` or `ProviderError`.
        """


def try_out(provider: KeyProvider) -> None:
    """Really wrap and unwrap something. Raises as `KeyProvider` does."""
    secret = os.urandom(32)
    wrapped = provider.wrap(secret, context=_TRIED_FOR)
    if not hmac.compare_digest(provider.unwrap(wrapped, context=_TRIED_FOR), secret):
        raise ProviderError("It gave back other bytes than it was given.")
