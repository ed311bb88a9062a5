"""Ceremonies as they stand. They hold no member's data, so that everybody in the house may know."""

from chaperone.continuity.models import Ceremony


def ceremonies_in_force() -> list[Ceremony]:
    """At most one of each kind, newest first."""
    return list(Ceremony.objects.filter(void_at__isnull=True).order_by("-held_at"))


def ceremony_of_set(share_set: int) -> Ceremony | None:
    """The newest at which shares of this set were printed."""
    return Ceremony.objects.filter(share_set=share_set).order_by("-held_at").first()
