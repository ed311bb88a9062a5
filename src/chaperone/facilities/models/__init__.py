"""Places, people in them, things that hold data, and copies of it (45 CFR 164.310)."""

from chaperone.facilities.models.copies import CopyRequest, CopyUse

__all__ = ["CopyRequest", "CopyUse"]
