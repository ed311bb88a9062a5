"""The tables of this room, by what they are about."""

from chaperone.continuity.models.restoring import Restoration

__all__ = ["Restoration"]
