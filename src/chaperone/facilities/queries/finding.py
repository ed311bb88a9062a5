"""One row of a register of the actor's organization."""

from typing import TypeVar
from uuid import UUID

from chaperone.facilities.errors import NotFound
from chaperone.facilities.models.records import Record
from chaperone.ledger.actors import Actor

R = TypeVar("R", bound=Record)


def find(actor: Actor, kind: type[R], row_id: UUID) -> R:
    """The row. Raises ``NotFound``."""
    found = kind._default_manager.filter(organization_id=actor.organization_id, id=row_id).first()
    if found is None:
        raise NotFound
    return found


def hold(actor: Actor, kind: type[R], row_id: UUID) -> R:
    """The same, held until the transaction ends: it is about to change. Raises ``NotFound``."""
    rows = kind._default_manager.filter(organization_id=actor.organization_id, id=row_id)
    found = rows.select_for_update(of=("self",)).first()
    if found is None:
        raise NotFound
    return found
