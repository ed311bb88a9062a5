from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.conversations.actions.take_over import hold
from chaperone.conversations.events import HANDED_BACK
from chaperone.conversations.locking import keep
from chaperone.conversations.models import Answerer
from chaperone.ledger.actions import append


def hand_back(*, actor: Staff, conversation_id: UUID) -> None:
    """The assistant answers the next text, and nobody waits any more. Nothing changes if it does.

    Raises ``NotReachable``.
    """
    conversation = hold(actor=actor, conversation_id=conversation_id)
    if conversation.answerer == Answerer.ASSISTANT:
        return
    before = conversation.answerer
    conversation.give_to_assistant()
    conversation.was_seen_to()
    keep(conversation)
    append(
        event=HANDED_BACK,
        actor=actor,
        members=[conversation.member_id],
        details={"from": before},
    )
