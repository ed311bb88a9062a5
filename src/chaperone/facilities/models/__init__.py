"""Places, people in them, things that hold data, and copies of it (45 CFR 164.310)."""

from chaperone.facilities.models.badges import Badge, BadgeUse
from chaperone.facilities.models.copies import CopyRequest, CopyUse
from chaperone.facilities.models.devices import Device, DeviceCheck
from chaperone.facilities.models.media import Disposal, Movement
from chaperone.facilities.models.sites import Maintenance, Plan, Site, Visit

__all__ = [
    "Badge",
    "BadgeUse",
    "CopyRequest",
    "CopyUse",
    "Device",
    "DeviceCheck",
    "Disposal",
    "Maintenance",
    "Movement",
    "Plan",
    "Site",
    "Visit",
]
