from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.conversations.actions.take_over import hold
from chaperone.conversations.locking import keep
from chaperone.conversations.models import Answerer, Why
from chaperone.conversations.seeing import see_to
from chaperone.conversations.switching import switch

SEEN_TO = frozenset({Answerer.ASSISTANT, Answerer.DRAFT, Answerer.CLOSED})


def choose(*, actor: Staff, conversation_id: UUID, answerer: Answerer, why: Why) -> None:
    """Has the assistant answer or draft, nobody for now, or ends the conversation.

    Whatever the organization's default is from now on. Who hands over to the assistant or ends the
    conversation has seen to it; who pauses it has not: a text that waited still waits. Raises
    ``NotReachable`` and ``NotAMove``.
    """
    conversation = hold(actor=actor, conversation_id=conversation_id)
    chosen = not conversation.by_default
    if switch(conversation, answerer, actor=actor, why=why):
        if answerer in SEEN_TO:
            see_to(conversation, actor=actor)
        keep(conversation)
    elif not chosen:
        keep(conversation)
