from uuid import UUID

from django.db import connection

from chaperone.carriers.models import Number
from chaperone.ledger.actors import Actor


def organization_at(number: str, carrier: str) -> UUID | None:
    """The organization that gets texts at a number through a carrier. Needs no context."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT carriers_organization_of(%s, %s)", [number, carrier])
        found: UUID | None = cursor.fetchone()[0]
    return found


def number_of(actor: Actor) -> Number | None:
    """The number of the actor's organization; None where it has none yet."""
    return Number.objects.filter(organization_id=actor.organization_id).first()
