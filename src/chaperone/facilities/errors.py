"""What can be wrong with an entry of the registers, or with a request to copy."""


class FacilitiesError(Exception):
    """The register was not changed."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or type(self).__doc__ or "")


class NotFound(FacilitiesError):
    """There is no such entry here."""


class AlreadyDecided(FacilitiesError):
    """This has been decided already."""


class OwnCopy(FacilitiesError):
    """Nobody approves a copy that they asked for: another officer must."""


class TimeOver(FacilitiesError):
    """The time that was asked for is over. Refuse it, and let them ask again."""
