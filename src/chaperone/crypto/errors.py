"""What can go wrong in `crypto`. The docstring of each error is its message."""


class CryptoError(Exception):
    """Something about a key or a sealed value is not as it must be."""

    def __init__(self, detail: str = "") -> None:
        message = " ".join((type(self).__doc__ or "").split())
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


class WrongPassphrase(CryptoError):
    """The passphrase does not open the root key file. Check the file or variable that names it."""


class PassphraseMissing(CryptoError):
    """The root key file is protected by a passphrase, and the settings name none."""


class NoPassphrase(CryptoError):
    """The settings name a passphrase, but the root key file is not protected by one."""


class ProviderError(CryptoError):
    """The key provider did not do what was asked."""


class ProviderMisconfigured(ProviderError):
    """The settings of the key provider cannot be used."""


class ProviderThrottled(ProviderError):
    """The key provider turns requests away because there are too many of them. Nothing is lost:
    it is tried again. If it lasts, ask the provider for a higher quota."""


class ProviderDenied(ProviderError):
    """The key provider does not let this server use the root key. Give its identity the right to
    wrap and unwrap with it again, or correct its credentials."""


class ProviderKeyDisabled(ProviderError):
    """The root key is disabled, about to be deleted or not there. Enable it at the provider, or
    cancel its deletion, before anything else."""


class ProviderUnreachable(ProviderError):
    """The key provider does not answer in time. Nothing is lost: it is tried again. Check the way
    to it and whether it runs."""
