"""What can go wrong on the way to and from the text-message networks."""

from chaperone.errors import SentenceAbout


class CarriersError(SentenceAbout):
    """Something went wrong with a carrier."""


class NotSent(CarriersError):
    """A text was not sent for certain; the kinds below say what may be done about it."""


class Refused(NotSent):
    """The carrier refused the text: it was not sent, and sending it again would not help."""


class Unavailable(NotSent):
    """The carrier could not be asked: the text was not sent, and may be sent again."""


class Uncertain(NotSent):
    """Nobody knows whether the text was sent: sending it again could double it."""


class InTransaction(CarriersError):
    """A carrier must not be called inside a database transaction."""


class NotOurNumber(CarriersError):
    """No organization here gets texts at this number through this carrier."""


class NumberTaken(CarriersError):
    """The number belongs to another organization."""


class BodyRefused(CarriersError):
    """A text has 1 to 1,600 characters."""


class NobodyReceives(CarriersError):
    """No room has registered to receive this, so that it cannot be accepted."""
