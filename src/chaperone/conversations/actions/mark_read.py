from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.conversations.actions.take_over import hold
from chaperone.conversations.locking import keep


def mark_read(*, actor: Staff, conversation_id: UUID) -> None:
    """Notes that a coach has seen what was unread. Raises ``NotReachable``."""
    conversation = hold(actor=actor, conversation_id=conversation_id)
    if conversation.unread:
        conversation.unread = 0
        keep(conversation)
