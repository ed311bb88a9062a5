"""What keeps PHI from a vendor, and what is wrong with an entry of the register."""

from chaperone.errors import Sentence


class VendorsError(Sentence):
    """The register of vendors was not changed."""


class NoAgreement(VendorsError):
    """No agreement in force lets members' data go to this vendor."""


class NoSuchVendor(VendorsError):
    """There is no such vendor here."""


class NoSuchAgreement(VendorsError):
    """There is no such agreement here."""


class NoSuchAssurance(VendorsError):
    """There is no such document of a vendor here."""


class NoSuchCustomer(VendorsError):
    """There is no such customer."""


class AlreadyEnded(VendorsError):
    """This agreement has ended already."""


class AlreadySigned(VendorsError):
    """Your signature is under this agreement already."""


class AlreadyRegistered(VendorsError):
    """A vendor of this name is in the register already."""


class AlreadyRetired(VendorsError):
    """This has been retired already."""


class StillAtWork(VendorsError):
    """End its agreements and retire its subcontractors first."""


class UnderItself(VendorsError):
    """A vendor cannot be a subcontractor of its own subcontractor."""


class MoreThanItMayGet(VendorsError):
    """The agreement covers data that the register does not let this vendor get."""


class UnknownAnswers(VendorsError):
    """These are no answers to the questionnaire."""
