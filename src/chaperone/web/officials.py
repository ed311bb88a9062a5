"""Whom policies name: the privacy official, as the workforce's register has them."""

from chaperone.ledger.actors import Actor
from chaperone.policies.registry import Official
from chaperone.workforce.queries import officials


def official(actor: Actor) -> Official | None:
    """The privacy official of the actor's organization, else the security official."""
    found = sorted(officials(actor), key=lambda each: each.kind)
    if not found:
        return None
    contact = ", ".join(filter(None, (found[0].email, found[0].phone)))
    return Official(found[0].name, contact)
