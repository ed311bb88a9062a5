"""On what the access that is in force stands (45 CFR 164.308(a)(4)(ii)(B))."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from chaperone.access.models import Grant, Request, ReviewItem
from chaperone.access.queries.people import IN_FORCE
from chaperone.ledger.actors import Actor

WAITS_LONG = timedelta(days=7)
_YEAR = timedelta(days=365)


class Authorized(NamedTuple):
    """Grants in force and requests of a year.

    ``on_nothing``: given by whoever set the installation up, and confirmed by nobody since;
    ``waiting_long``: asked for a week ago, and nobody has decided.
    """

    in_force: int
    on_request: int
    on_nothing: int
    approved: int
    refused: int
    waiting_long: int


def authorized_in(actor: Actor) -> Authorized:
    """Of the actor's organization. Two queries."""
    now = timezone.now()
    kept = ReviewItem.objects.filter(grant=OuterRef("id"), decision=ReviewItem.Decision.KEEP)
    alone = Q(request=None, given_by=None) & ~Q(Exists(kept))
    grants = Grant.objects.filter(
        IN_FORCE, organization_id=actor.organization_id, emergency=None
    ).aggregate(
        in_force=Count("id"),
        on_request=Count("id", filter=Q(request__isnull=False)),
        on_nothing=Count("id", filter=alone),
    )
    state, this_year = Request.State, Q(decided_at__gte=now - _YEAR)
    requests = Request.objects.filter(organization_id=actor.organization_id).aggregate(
        approved=Count("id", filter=this_year & Q(state=state.APPROVED)),
        refused=Count("id", filter=this_year & Q(state=state.REFUSED)),
        waiting_long=Count("id", filter=Q(state=state.WAITING, requested_at__lt=now - WAITS_LONG)),
    )
    return Authorized(**grants, **requests)
