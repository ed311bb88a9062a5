"""What keeps PHI from a vendor, and what is wrong with an entry of the register."""


class VendorsError(Exception):
    """The register of vendors was not changed."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or type(self).__doc__ or "")


class NoAgreement(VendorsError):
    """No agreement in force lets members' data go to this vendor."""


class NoSuchVendor(VendorsError):
    """There is no such vendor here."""


class NoSuchAgreement(VendorsError):
    """There is no such agreement here."""


class AlreadyEnded(VendorsError):
    """This agreement has ended already."""


class AlreadyRegistered(VendorsError):
    """A vendor of this name is in the register already."""
