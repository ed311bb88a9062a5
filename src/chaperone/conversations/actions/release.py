from uuid import UUID

from chaperone.access.context import in_whole_organization
from chaperone.conversations.events import ASSIGNED
from chaperone.conversations.locking import keep
from chaperone.conversations.models import Conversation
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor


def release_all(*, actor: Actor, user_id: UUID, reason: str) -> int:  # noqa: ARG001
    """Gives the conversations of somebody whose access ends back to their teams; says how many.

    In the transaction that ends it, whether or not the actor reaches the members: nobody's
    conversation waits for somebody who has left (45 CFR 164.308(a)(3)(ii)(C)). Opens nothing.
    """
    with in_whole_organization(actor):
        rows = Conversation.objects.filter(
            organization_id=actor.organization_id, assigned_id=user_id
        )
        found = list(rows.select_for_update(of=("self",)).order_by("member_id"))
        for conversation in found:
            conversation.assigned_id = None
            keep(conversation)
            append(
                event=ASSIGNED,
                actor=actor,
                members=[conversation.member_id],
                details={"from": str(user_id), "to": None},
            )
    return len(found)
