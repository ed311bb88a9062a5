"""What can be wrong with an exposure."""

from chaperone.incidents.errors import IncidentError


class NotOneTrace(IncidentError):
    """Name one account, sign-in, address, vendor, key or device, and a time that lasts."""


class NoSuchTrace(IncidentError):
    """There is nothing of this kind here."""


class NoSuchExposure(IncidentError):
    """There is no such exposure of this incident."""
