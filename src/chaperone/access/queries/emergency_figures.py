"""How emergency access was used and looked over (45 CFR 164.312(a)(2)(ii))."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, F, Max, Q
from django.db.models.functions import Now

from chaperone.access.models import Emergency
from chaperone.ledger.actors import Actor


class Emergencies(NamedTuple):
    """``waiting``: without a verdict; ``late``: those of them that should have one by now;
    ``judged_late``: have one that came too late; ``unjustified``: were not justified.
    """

    taken: int
    waiting: int
    late: int
    judged_late: int
    unjustified: int
    last: datetime | None


def emergencies_standing(actor: Actor) -> Emergencies:
    """Of all that were ever taken in the actor's organization; one query, which reads no reason."""
    rows = Emergency.objects.filter(organization_id=actor.organization_id)
    waiting = Q(verdict="")
    return Emergencies(
        **rows.aggregate(
            taken=Count("id"),
            waiting=Count("id", filter=waiting),
            late=Count("id", filter=waiting & Q(review_due_at__lt=Now())),
            judged_late=Count("id", filter=~waiting & Q(reviewed_at__gt=F("review_due_at"))),
            unjustified=Count("id", filter=Q(verdict=Emergency.Verdict.NOT_JUSTIFIED)),
            last=Max("begun_at"),
        )
    )
