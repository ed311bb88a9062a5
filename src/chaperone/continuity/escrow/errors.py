"""What can go wrong with keys that are kept apart. The docstring of each error is its message.

No message quotes a share or a key.
"""

from chaperone.errors import SentenceAbout


class EscrowError(SentenceAbout):
    """The keys of the backups cannot be used."""


class ShareMistyped(EscrowError):
    """A share is not as it was printed."""


class TooFewShares(EscrowError):
    """Two different shares of one set are needed."""


class SharesMixed(EscrowError):
    """The shares are of different sets: each set opens only what it was printed for."""


class SharesDisagree(EscrowError):
    """The shares do not belong together: one of them was changed or made up."""


class NotOurShares(EscrowError):
    """The shares hold something else than keys of Chaperone's backups."""


class IdentityUnreadable(EscrowError):
    """That is no identity for backups."""


class IdentityNotFound(EscrowError):
    """The identity that opens the backups is not here."""


class WrappedElsewhere(EscrowError):
    """The identity is wrapped, and what wraps it did not unwrap it."""


class NothingApart(EscrowError):
    """A root key in a file cannot keep the identity apart: both would lie side by side."""


class HoldersUnsuitable(EscrowError):
    """The holders of the shares cannot be recorded."""


class PlaceNotEmpty(EscrowError):
    """Shares and keys are written to an empty or new folder only."""
