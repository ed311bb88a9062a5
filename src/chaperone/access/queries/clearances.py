"""What somebody held before: so that a page can say since when a clearance is missing."""

from datetime import date
from typing import NamedTuple

from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.models import Hold


class Past(NamedTuple):
    """The last day on which a clearance was held, and why it was taken back before its time."""

    until: date
    reason: str


def past_of(actor: Staff) -> dict[str, Past]:
    """The latest that the actor held of each clearance in the organization: by name."""
    holds = Hold.objects.filter(organization_id=actor.organization_id, user_id=actor.user_id)
    latest = holds.order_by("name", "-held_at").distinct("name")
    return {
        each.name: Past(
            timezone.localdate(each.ended_at) if each.ended_at else each.until, each.end_reason
        )
        for each in latest
    }
