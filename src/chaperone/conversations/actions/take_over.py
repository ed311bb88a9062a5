from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.access.errors import NotReachable
from chaperone.conversations.locking import keep, lock
from chaperone.conversations.models import Answerer, Conversation, Why
from chaperone.conversations.paging.actions.acknowledge import acknowledge_all
from chaperone.conversations.switching import switch
from chaperone.members.queries import reach_member


def take_over(*, actor: Staff, conversation_id: UUID) -> None:
    """From now on the acting coach answers. Nothing changes if they do already.

    What the assistant has not sent yet is held back. Raises ``NotReachable``.
    """
    conversation = hold(actor=actor, conversation_id=conversation_id)
    acknowledge_all(actor=actor, member_id=conversation.member_id)
    if give_to(actor, conversation):
        keep(conversation)


def hold(*, actor: Staff, conversation_id: UUID) -> Conversation:
    """Locks a conversation that the actor can reach. Raises ``NotReachable``."""
    member = reach_member(actor=actor, member_id=conversation_id)
    if member.destroyed_at:
        raise NotReachable("This member's data was destroyed.")
    return lock(organization_id=actor.organization_id, member_id=member.id)


def give_to(actor: Staff, conversation: Conversation, why: Why = Why.TAKEN_OVER) -> bool:
    """Makes the actor the one who answers a locked conversation; False if they are already."""
    return switch(conversation, Answerer.COACH, actor=actor, why=why, coach_id=actor.user_id)
