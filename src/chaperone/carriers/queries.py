from chaperone.carriers.models import Number
from chaperone.ledger.actors import Actor


def number_of(actor: Actor) -> Number | None:
    """The number of the actor's organization; None where it has none yet."""
    return Number.objects.filter(organization_id=actor.organization_id).first()
