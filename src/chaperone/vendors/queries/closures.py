"""Where the gate is shut, and where it was."""

from chaperone.ledger.actors import Actor
from chaperone.vendors.models import Closure

MOST = 50


def closures_of(actor: Actor) -> list[Closure]:
    """The latest of the actor's organization, those that last before the others."""
    rows = Closure.objects.filter(organization_id=actor.organization_id)
    shut = list(rows.filter(ended_at=None).order_by("-id")[:MOST])
    return shut + list(rows.filter(ended_at__isnull=False).order_by("-id")[:MOST])
