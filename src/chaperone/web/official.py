"""The designated official for public policies, which may not ask ``workforce`` themselves."""

from chaperone.ledger.actors import Actor
from chaperone.policies.registry import Official
from chaperone.workforce.queries.designated import officials


def official(actor: Actor) -> Official | None:
    """Whom the public asks: the privacy official, else the security official, if there is one."""
    found = sorted(officials(actor), key=lambda each: each.kind != "privacy")
    if not found:
        return None
    reached = (found[0].email, found[0].phone, found[0].address)
    return Official(f"{found[0].name} ({found[0].label})", ", ".join(filter(None, reached)))
