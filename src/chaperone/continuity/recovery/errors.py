"""What can be wrong with the recovery order and the contact list."""

from collections.abc import Sequence

from chaperone.errors import Sentence


class RecoveryError(Sentence):
    """The recovery order was not changed."""


class NoSuchSystem(RecoveryError):
    """There is no such system here."""


class NoSuchContact(RecoveryError):
    """There is no such contact here."""


class NamedAlready(RecoveryError):
    """This name is in the list already."""


class Retired(RecoveryError):
    """This was retired, and cannot be changed any more."""


class StillNeeded(RecoveryError):
    """Other systems need this one."""


class NoWayToReach(RecoveryError):
    """Write a telephone number, or another way to reach them."""


class NothingToSign(RecoveryError):
    """There is no system in the table yet."""


class ChangedMeanwhile(RecoveryError):
    """The table was changed while you read it. Read it again, and sign what it says now."""


class Circle(RecoveryError):
    """Systems need each other in a circle: none of them could come back first."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        chain = ", which needs ".join(f"“{name}”" for name in (*names, names[0]))
        super().__init__(
            f"{chain}: a circle, of which none could come back first. Take one need away."
        )
