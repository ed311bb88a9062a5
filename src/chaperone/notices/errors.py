"""What can go wrong when people are told something."""

from chaperone.errors import Sentence


class NoticesError(Sentence):
    """The notice could not be delivered."""


class InTransaction(NoticesError):
    """A notice is sent outside of every transaction."""


class NobodyThere(NoticesError):
    """This person cannot be reached in this way: they have left, or no address is known."""


class NotTaken(NoticesError):
    """The other side did not take it. It will be tried again."""


class AddressRefused(NoticesError):
    """A webhook must be an https address on the public internet, without a password in it."""


class KeyMissing(NoticesError):
    """This service knows whom to call by a key. Copy its integration key here."""


class NotQuietened(NoticesError):
    """Nothing was changed. The alarm must be open, the time within the next seven days, and the
    reason given."""
