"""What can be wrong with decisions on addressable specifications."""


class SpecificationsError(Exception):
    """The decision was not changed."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or type(self).__doc__ or "")


class NotAddressable(SpecificationsError):
    """This is no addressable specification: there is nothing to choose."""


class NothingToSign(SpecificationsError):
    """What you chose is not written any more, or signed already. Look at the page again."""


class NothingInForce(SpecificationsError):
    """No decision is in force here that could be reviewed."""
