"""How far the record of an organization was looked at."""

from datetime import datetime

from chaperone.detection.models import Cursor
from chaperone.ledger.actors import Actor


def caught_up_at(actor: Actor) -> datetime | None:
    """When nothing of the actor's organization was left to look at; None where it never was."""
    rows = Cursor.objects.filter(organization_id=actor.organization_id)
    return rows.values_list("caught_up_at", flat=True).first()
