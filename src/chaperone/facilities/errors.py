"""What can be wrong with an entry of the registers, or with a request to copy."""

from chaperone.errors import Sentence


class FacilitiesError(Sentence):
    """The register was not changed."""


class NotFound(FacilitiesError):
    """There is no such entry here."""


class AlreadyDecided(FacilitiesError):
    """This has been decided already."""


class OwnCopy(FacilitiesError):
    """Nobody approves a copy that they asked for: another officer must."""


class TimeOver(FacilitiesError):
    """The time that was asked for is over. Refuse it, and let them ask again."""


class AlreadyThere(FacilitiesError):
    """There is one like this already: the same name, number or serial number."""


class AlreadyOut(FacilitiesError):
    """It is out already. Enter first that it came back."""


class NotHere(FacilitiesError):
    """It is not here any more: it was lost or disposed of."""


class NoVerifiedCopy(FacilitiesError):
    """What holds members' data leaves only after a copy was made and verified: say where the copy
    is, how it was compared with the original, and with what result."""


class OwnDisposal(FacilitiesError):
    """Who wiped or destroyed it cannot confirm it: somebody else must have seen it."""


class NotEnough(FacilitiesError):
    """This method is not enough, or not possible, for this kind of medium."""


class AlreadySettled(FacilitiesError):
    """This has been settled already."""
