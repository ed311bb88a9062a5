"""What can go wrong when something sealed is stored or opened."""


class VaultError(Exception):
    """The vault could not do what was asked."""


class NotWitnessed(VaultError):
    """A sealed value was to be opened where no witness is present."""


class NotPermitted(VaultError):
    """The witness does not allow this data element to be opened for this purpose."""

    def __init__(self, *, table: str, element: str) -> None:
        super().__init__(f"{table}.{element} may not be opened here.")
        self.table = table
        self.element = element


class OtherOrganization(VaultError):
    """A value of one organization was to be opened by a witness of another."""


class KeyMissing(VaultError):
    """The key of a sealed value is not there: it was destroyed, or belongs to somebody else."""


class NotYetSealed(VaultError):
    """A value that was just assigned can be opened only after the row has been saved."""


class PlaintextRefused(VaultError):
    """Sealed values cannot be pickled, filtered by, or updated in bulk."""


class NotRotated(VaultError):
    """These keys cannot be replaced or destroyed so."""


class NotIntact(VaultError):
    """A sealed value is not what was stored: it was changed, cut or moved. It is on record."""

    def __init__(self, *, table: str, element: str) -> None:
        super().__init__(f"{table}.{element} is not what was stored.")
        self.table = table
        self.element = element


class WrittenOnce(VaultError):
    """A sealed value of PHI is written once: an older one could be put back in its place unseen."""


class ValueRefused(VaultError):
    """This value does not fit its sealed field; the message says why, without the value."""
