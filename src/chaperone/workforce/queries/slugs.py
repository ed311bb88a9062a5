"""The organization's short name, which stands in the addresses of its public pages."""

from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import organization_of


def slug_of(actor: Actor) -> str:
    """The short name of the actor's organization."""
    return str(organization_of(actor).slug)
