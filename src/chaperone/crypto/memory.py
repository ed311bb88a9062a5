"""Secrets that are wiped from memory when they are no longer needed (NIST SP 800-57 part 1, 8.3.4).

What Python cannot promise: the bytes that a library returned before they came here, and copies that
the garbage collector or the kernel made, stay until their memory is used again. A cipher
(`AESGCM`) keeps a copy inside OpenSSL, which clears it when the last reference to the cipher is
gone, not before. A page of memory may have been swapped out. What is wiped here is the one copy
that this process would otherwise keep for minutes.
"""

from collections.abc import Callable
from typing import NoReturn, TypeVar

from chaperone.crypto.errors import CryptoError, KeysStayHere, KeyWiped

T = TypeVar("T")


class KeptSecret:
    """A secret that can be used while it is kept, and wiped by another thread at any moment."""

    __slots__ = ("_bytes", "_wiped")

    def __init__(self, secret: bytes | bytearray) -> None:
        self._bytes = bytearray(secret)
        self._wiped = False

    def use(self, work: Callable[[bytearray], T]) -> T:
        """What `work` makes of the secret. Raises `KeyWiped` if it was wiped meanwhile."""
        try:
            made = work(self._bytes)
        except CryptoError:
            if self._wiped:
                raise KeyWiped from None
            raise
        # Marked before the first byte goes: what is not marked now was whole until now.
        if self._wiped:
            raise KeyWiped
        return made

    def wipe(self) -> None:
        """Overwrites the secret with zeros."""
        self._wiped = True
        wipe(self._bytes)

    def __repr__(self) -> str:
        return "KeptSecret()"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise KeysStayHere


def wipe(secret: bytearray) -> None:
    """Overwrites the bytes in their place with zeros."""
    secret[:] = bytes(len(secret))
