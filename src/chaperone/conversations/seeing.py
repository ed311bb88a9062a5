"""A person has seen to a conversation: nobody waits any more, and how long is noted."""

from django.utils import timezone

from chaperone.conversations.models import Conversation, Wait
from chaperone.conversations.paging.actions.acknowledge import acknowledge_all
from chaperone.ledger.actors import Actor


def see_to(conversation: Conversation, *, actor: Actor) -> None:
    """Ends the wait in a locked conversation, if somebody waits, and the pages that call people
    to it, if a person has seen to it. The caller keeps it.
    """
    if conversation.waiting_since:
        Wait(
            organization_id=conversation.organization_id,
            member_id=conversation.member_id,
            urgency=conversation.urgency,
            began_at=conversation.waiting_since,
            ended_at=timezone.now(),
            ended_by=actor.id,
        ).save(force_insert=True)
    conversation.was_seen_to()
    if actor.kind == "staff":
        acknowledge_all(actor=actor, member_id=conversation.member_id)
