from uuid import UUID

from django.utils import timezone

from chaperone.carriers.inbound import InboundText
from chaperone.conversations.locking import keep, lock
from chaperone.conversations.models import Author, Message, Turn
from chaperone.jobs.actions import nudge
from chaperone.members.models import Member


def receive(text: InboundText, organization_id: UUID, member: Member) -> UUID:
    """Stores a member's text in the carrier's transaction, to be handled by a worker.

    The carrier has removed duplicates and records the arrival. Returns the message's id.
    """
    # Locked before the message gets its id: the order of ids is the order of handling.
    conversation = lock(organization_id=organization_id, member_id=member.id)
    message = Message(
        organization_id=organization_id,
        member_id=member.id,
        direction=Message.Direction.INBOUND,
        author=Author.MEMBER,
        body=text.body,
    )
    message.save(force_insert=True)
    Turn(id=message.id, organization_id=organization_id, member_id=member.id).save(
        force_insert=True
    )
    conversation.wrote(message)
    conversation.unread += 1
    conversation.due_since = conversation.due_since or timezone.now()
    keep(conversation)
    nudge("conversations.answer", organization_id=organization_id)
    return message.id
