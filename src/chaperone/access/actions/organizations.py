from uuid import UUID

from django.db import transaction

from chaperone.access.actors import Staff
from chaperone.access.context import also_in
from chaperone.access.errors import NotReachable
from chaperone.access.events import ORGANIZATION_CHOSEN
from chaperone.access.queries.entering import organizations_to_choose
from chaperone.ledger.actions import append


@transaction.atomic
def choose_organization(*, actor: Staff, organization_id: UUID) -> None:
    """Records that the actor turns to another organization in which they hold something now.

    In the ledger of the one they turn to. The caller keeps the choice in the session, and gives
    the session a new key. Raises ``NotReachable``.
    """
    if organization_id not in {choice.id for choice in organizations_to_choose()}:
        raise NotReachable("You have no role in this organization at the moment.")
    with also_in(actor, organization_id) as there:
        append(
            event=ORGANIZATION_CHOSEN,
            actor=there,
            details={"from": str(actor.organization_id)},
        )
