"""Why a member's data was not destroyed."""

from chaperone.errors import Sentence


class RetentionError(Sentence):
    """The member's data was not destroyed."""


class AlreadyAsked(RetentionError):
    """The destruction of this member's data was asked for already."""


class NotWaiting(RetentionError):
    """This has been decided already."""


class OwnQuestion(RetentionError):
    """Nobody approves what they asked for themselves: somebody else must."""


class NotToBeDestroyed(RetentionError):
    """This member's data may not be destroyed now."""


class NoSuchDestruction(RetentionError):
    """There is no such destruction here."""


class HeldBack(NotToBeDestroyed):
    """A legal hold keeps this member's data until two people have released it."""


class NoSuchHold(RetentionError):
    """There is no such hold here."""


class NoSuchClass(RetentionError):
    """There is no such retention class."""


class NotToBeChosen(RetentionError):
    """How long this class is kept is not for an organization to choose."""


class OutOfBounds(RetentionError):
    """This class is not kept that long, or not that short."""


class NoSuchPeriod(RetentionError):
    """Nobody has asked for such a period here."""


class NoSuchRun(RetentionError):
    """There is no such run here."""


class AlreadyRunning(RetentionError):
    """A run is about to begin or under way: wait for its end, or stop it."""


class ClockDoubted(RetentionError):
    """The clock cannot be trusted: nothing is purged until somebody vouches for it."""
