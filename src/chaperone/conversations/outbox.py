"""What is to be said to a member is stored first, and sent by a worker after commit."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from chaperone.conversations.models import (
    Author,
    Conversation,
    Delivery,
    Message,
    sealed_values,
)

_SAY = (
    "SELECT conversations_say(%(message)s, %(organization)s, %(member)s, %(author)s, %(author_id)s,"
    " %(body)s, %(sources)s, %(kind)s, %(answers)s)"
)


def say(
    conversation: Conversation,
    body: str,
    *,
    author: Author,
    kind: Delivery.Kind,
    author_id: UUID | None = None,
    answers: UUID | None = None,
    sources: Sequence[str] = (),
) -> UUID:
    """Puts a text to the member in the outbox of a locked conversation; returns its id.

    The caller nudges ``conversations.send``, once for all it says.
    """
    message = Message(
        organization_id=conversation.organization_id,
        member_id=conversation.member_id,
        author=author,
        body=body,
        sources="\n".join(sources) or None,
    )
    values = {
        "message": message.id,
        "organization": message.organization_id,
        "member": message.member_id,
        "author": author,
        "author_id": author_id,
        "kind": kind,
        "answers": answers,
        **sealed_values(message, "body", "sources"),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SAY, values)
    conversation.wrote(message)
    return message.id
