"""In which state members live, where it is known (45 CFR 164.406(a), 164.408)."""

from collections.abc import Collection, Mapping
from uuid import UUID

from chaperone.ledger.actors import Actor

NOT_KNOWN = "not known"


def states_of(actor: Actor, members: Collection[UUID]) -> Mapping[UUID, str]:  # noqa: ARG001
    """The state of each member whose address is on record. No address is kept yet."""
    return {}
