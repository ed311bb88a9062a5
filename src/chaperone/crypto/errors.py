"""What can go wrong in `crypto`. The docstring of each error is its message."""


class CryptoError(Exception):
    """Something about a key or a sealed value is not as it must be."""

    def __init__(self, detail: str = "") -> None:
        message = type(self).__doc__ or ""
        super().__init__(f"{message} {detail}".strip())


class MalformedValue(CryptoError):
    """This is not a sealed value: bytes are missing."""


class UnknownVersion(CryptoError):
    """This was written in a format that this version of Chaperone does not know."""


class WrongKey(CryptoError):
    """This value was sealed with another key."""


class TamperedValue(CryptoError):
    """This value was changed, or it was moved here from another place."""


class UnsuitableKey(CryptoError):
    """A key has the wrong length."""


class UnwrapRefused(CryptoError):
    """This wrapped key was changed, or belongs to another root key or another purpose."""


class UnsuitableToken(CryptoError):
    """This text cannot be looked up: it is not valid Unicode."""


class KeysStayHere(CryptoError, TypeError):
    """Keys are never copied or pickled."""


class KeyWiped(CryptoError):
    """This key was just removed from memory. Read it anew."""


class KeyFileDamaged(CryptoError):
    """The root key file is damaged."""
