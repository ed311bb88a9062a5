from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.conversations.actions.take_over import hold
from chaperone.conversations.defaults import default_of
from chaperone.conversations.locking import keep
from chaperone.conversations.models import Why
from chaperone.conversations.seeing import see_to
from chaperone.conversations.switching import switch


def hand_back(*, actor: Staff, conversation_id: UUID) -> None:
    """Who answers by the organization's default does so again, and nobody waits any more.

    Nothing changes if they do. Raises ``NotReachable`` and, for what has ended, ``NotAMove``.
    """
    conversation = hold(actor=actor, conversation_id=conversation_id)
    to = default_of(conversation.organization_id)
    chosen = not conversation.by_default
    if switch(conversation, to, actor=actor, why=Why.HANDED_BACK):
        see_to(conversation, actor=actor)
        keep(conversation)
    elif chosen:
        keep(conversation)
