"""Tables of continuity. Each group has a file of its own."""

from chaperone.continuity.models.journals import Journal

__all__ = ["Journal"]
