"""What is wrong with an entry of the register, and who may not do what with it."""

from chaperone.errors import Sentence


class RisksError(Sentence):
    """The register of risks was not changed."""


class NoSuchRisk(RisksError):
    """There is no such risk here."""


class NoSuchAsset(RisksError):
    """There is no such asset here."""


class NoSuchAnalysis(RisksError):
    """There is no such analysis here."""


class Closed(RisksError):
    """This risk is closed. Open it again before you change it."""


class NotClosed(RisksError):
    """This risk is open already."""


class NotAssessed(RisksError):
    """Assess it first: nobody can accept a risk that nobody has judged."""


class NoOwner(RisksError):
    """Name an owner first: whoever accepts it must be somebody else."""


class OwnRisk(RisksError):
    """It is yours (you own it, named its owner or judged it): a colleague must accept it."""


class NotAcceptable(RisksError):
    """A risk this high is not accepted: what causes it stops until it is lower."""


class TooLong(RisksError):
    """It cannot be accepted until then."""


class AlreadyAccepted(RisksError):
    """It is accepted already. Withdraw that first."""


class NotAccepted(RisksError):
    """No acceptance of it counts, so there is none to withdraw."""


class NoTreatment(RisksError):
    """Nothing is under way that could be finished. Plan a treatment first."""


class InThePast(RisksError):
    """This day has passed already."""


class NotAPerson(RisksError):
    """This is not somebody who works here."""


class FoundByTheSystem(RisksError):
    """The system finds this one itself: what it is and where cannot be typed over."""


class AlreadyRetired(RisksError):
    """It is retired already."""


class AlreadySigned(RisksError):
    """This analysis is signed already."""


class NothingToAdopt(RisksError):
    """Choose at least one risk that is not in your register yet."""


class NothingAssessed(RisksError):
    """No open risk has been assessed yet, so there is nothing to report."""


class NotWholeScore(RisksError):
    """Give likelihood and impact without safeguards and with them, or none of the four."""
