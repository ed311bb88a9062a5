"""Which day it is."""

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import organization_of


def today_of(actor: Actor) -> date:
    """The day on which it is for the actor's organization."""
    return timezone.localdate(timezone=ZoneInfo(organization_of(actor).time_zone))
