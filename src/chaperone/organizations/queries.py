from uuid import UUID

from django.db import connection

from chaperone.ledger.actors import Actor
from chaperone.organizations.models import Organization


def organization_of(actor: Actor) -> Organization:
    """The organization the actor acts for. Raises ``Organization.DoesNotExist``."""
    return Organization.objects.get(id=actor.organization_id)


def organizations_all() -> list[UUID]:
    """Every organization's id, for sweeps that enter each one. Only workers may ask."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM organizations_all()")
        return [row[0] for row in cursor.fetchall()]
