from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.conversations.actions.take_over import hold
from chaperone.conversations.locking import keep
from chaperone.conversations.models import Conversation, Message


def mark_read(*, actor: Staff, conversation_id: UUID, shown: UUID) -> None:
    """Notes that a coach has seen everything up to the message ``shown``, for the whole team.

    A text that came while the page was made stays unread. Raises ``NotReachable``.
    """
    conversation = hold(actor=actor, conversation_id=conversation_id)
    left = _later_than(conversation, shown)
    if conversation.unread > left:
        conversation.unread = left
        keep(conversation)


def _later_than(conversation: Conversation, shown: UUID) -> int:
    if conversation.last_message_id is None or conversation.last_message_id <= shown:
        return 0
    return Message.objects.filter(
        organization_id=conversation.organization_id,
        member_id=conversation.member_id,
        direction=Message.Direction.INBOUND,
        id__gt=shown,
    ).count()
