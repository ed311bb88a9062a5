"""What the assistant proposes where a coach approves each text."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from chaperone.conversations.models import Conversation, Draft


def propose(
    conversation: Conversation, body: str, *, answers: UUID, sources: Sequence[str] = ()
) -> UUID:
    """Keeps what the assistant would say in a locked conversation, sealed; returns the draft's id.

    The caller hands the text over to a coach: only a person sends it.
    """
    draft = Draft(
        organization_id=conversation.organization_id,
        member_id=conversation.member_id,
        answers=answers,
        body=body,
        sources="\n".join(sources) or None,
    )
    draft.save(force_insert=True)
    return draft.id


def outdate(conversation: Conversation) -> None:
    """What is still open in a locked conversation is out of date, and cannot be approved."""
    Draft.objects.filter(
        organization_id=conversation.organization_id,
        member_id=conversation.member_id,
        state=Draft.State.OPEN,
    ).update(state=Draft.State.OUTDATED, decided_at=timezone.now())
