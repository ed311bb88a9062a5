"""The starter set, less what the organization has adopted."""

from chaperone.ledger.actors import Actor
from chaperone.risks.models import Risk
from chaperone.risks.starters import STARTERS, Starter


def starters_left(actor: Actor) -> list[Starter]:
    """Those that are not in the register of the actor's organization yet, in the set's order."""
    rows = Risk.objects.filter(organization_id=actor.organization_id).exclude(starter="")
    adopted = set(rows.values_list("starter", flat=True))
    return [each for each in STARTERS if each.key not in adopted]
