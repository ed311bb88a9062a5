"""What is to be said to a member is stored first, and sent by a worker after commit."""

from collections.abc import Sequence
from uuid import UUID

from chaperone.conversations.models import Author, Conversation, Delivery, Message
from chaperone.jobs.actions import nudge


def say(
    conversation: Conversation,
    body: str,
    *,
    author: Author,
    kind: Delivery.Kind,
    author_id: UUID | None = None,
    answers: UUID | None = None,
    sources: Sequence[str] = (),
) -> Message:
    """Puts a text to the member in the outbox of a locked conversation."""
    message = Message(
        organization_id=conversation.organization_id,
        member_id=conversation.member_id,
        direction=Message.Direction.OUTBOUND,
        author=author,
        author_id=author_id,
        body=body,
        sources="\n".join(sources) or None,
    )
    message.save(force_insert=True)
    delivery = Delivery(
        id=message.id,
        organization_id=message.organization_id,
        member_id=message.member_id,
        kind=kind,
        answers=answers,
    )
    delivery.save(force_insert=True)
    conversation.wrote(message)
    nudge("conversations.send", organization_id=message.organization_id)
    return message
