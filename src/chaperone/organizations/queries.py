from chaperone.ledger.actors import Actor
from chaperone.organizations.models import Organization


def organization_of(actor: Actor) -> Organization:
    """The organization the actor acts for. Raises ``Organization.DoesNotExist``."""
    return Organization.objects.get(id=actor.organization_id)
