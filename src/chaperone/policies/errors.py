"""What can go wrong with a policy. The docstring of each error is the sentence for people."""

from chaperone.errors import Sentence


class PolicyError(Sentence):
    """The policy was not changed."""


class WrongClaim(PolicyError):
    """A line that names what the system enforces is not written as it must be."""


class WrongStarter(PolicyError):
    """This file of the starter set cannot be read."""


class NoSuchStarter(PolicyError):
    """There is no such text in the starter set."""


class NoSuchPolicy(PolicyError):
    """There is no such policy here."""


class NoSuchVersion(PolicyError):
    """There is no such version of a policy here."""


class NameTaken(PolicyError):
    """Another policy has this name in addresses already. Choose another."""


class OpenVersion(PolicyError):
    """There is an open draft of this policy already. Finish or discard it first."""


class NotADraft(PolicyError):
    """This text is not a draft any more, so it cannot be changed."""


class NotInReview(PolicyError):
    """This text is not waiting for a decision."""


class OwnVersion(PolicyError):
    """Somebody else must approve what you wrote."""


class NotApproved(PolicyError):
    """Only an approved text can be published."""


class AlreadyRetired(PolicyError):
    """This policy has been retired."""


class NothingInForce(PolicyError):
    """No version of this policy is in force."""


class ChangedMeanwhile(PolicyError):
    """The text has changed since you opened it. Read it again, then decide."""


class TooEarly(PolicyError):
    """A policy cannot take effect on a day that has passed, nor before the version it follows."""


class NotToAcknowledge(PolicyError):
    """This version is not one that is to be acknowledged."""


class TooFarAhead(PolicyError):
    """With the days of grace it would be more than 90 days until everybody must have acknowledged
    it. Choose an earlier day."""
