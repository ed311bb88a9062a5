"""What can be wrong with decisions on addressable specifications."""

from chaperone.errors import Sentence


class SpecificationsError(Sentence):
    """The decision was not changed."""


class NotAddressable(SpecificationsError):
    """This is no addressable specification: there is nothing to choose."""


class NothingToSign(SpecificationsError):
    """What you chose is not written any more, or signed already. Look at the page again."""


class NothingInForce(SpecificationsError):
    """No decision is in force here that could be reviewed."""
