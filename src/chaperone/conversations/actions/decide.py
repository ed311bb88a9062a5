"""A coach decides on what the assistant proposed: sends it, sends another text, or discards it."""

from uuid import UUID

from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.conversations.actions.take_over import hold
from chaperone.conversations.errors import (
    DraftDecided,
    DraftOutdated,
    EmptyReply,
    MemberSaidStop,
)
from chaperone.conversations.events import DRAFT_APPROVED, DRAFT_DISCARDED, DRAFT_EDITED
from chaperone.conversations.locking import keep
from chaperone.conversations.models import Author, Conversation, Delivery, Draft, Message
from chaperone.conversations.outbox import say
from chaperone.conversations.seeing import see_to
from chaperone.jobs.actions import nudge
from chaperone.ledger.actions import append
from chaperone.ledger.events import Event
from chaperone.members.queries import is_suppressed


def approve(*, actor: Staff, conversation_id: UUID, draft_id: UUID) -> UUID:
    """Sends a draft as the assistant wrote it, in the coach's name; returns the message's id.

    Opens it before the witness. Raises ``NotReachable``, ``DraftDecided``, ``DraftOutdated`` where
    the member wrote again since, and ``MemberSaidStop``.
    """
    conversation, draft = _take(actor, conversation_id, draft_id)
    if _wrote_since(draft):
        raise DraftOutdated
    message_id = say(
        conversation,
        draft.body.open(),
        author=Author.ASSISTANT,
        author_id=actor.id,
        kind=Delivery.Kind.APPROVED,
        answers=draft.answers,
        sources=draft.sources.open().split() if draft.sources else (),
    )
    _decide(actor, conversation, draft, Draft.State.APPROVED, DRAFT_APPROVED, message_id)
    return message_id


def edit(*, actor: Staff, conversation_id: UUID, draft_id: UUID, body: str) -> UUID:
    """Sends what the coach made of a draft, as the coach's text; returns the message's id.

    The conversation stays one in which the assistant drafts. ``body`` is 1 to 1,600 characters.
    Raises ``NotReachable``, ``EmptyReply``, ``DraftDecided`` and ``MemberSaidStop``.
    """
    text = body.strip()
    if not text:
        raise EmptyReply
    conversation, draft = _take(actor, conversation_id, draft_id)
    message_id = say(
        conversation,
        text,
        author=Author.COACH,
        author_id=actor.id,
        kind=Delivery.Kind.COACH,
        answers=draft.answers,
    )
    _decide(actor, conversation, draft, Draft.State.EDITED, DRAFT_EDITED, message_id)
    return message_id


def discard(*, actor: Staff, conversation_id: UUID, draft_id: UUID, flaw: Draft.Flaw) -> None:
    """Sends nothing of a draft. Who waits still waits, unless no answer is needed.

    Raises ``NotReachable`` and ``DraftDecided``.
    """
    conversation, draft = _held(actor, conversation_id, draft_id)
    draft.flaw = flaw
    _settle(actor, conversation, draft, Draft.State.DISCARDED, DRAFT_DISCARDED)
    if flaw == Draft.Flaw.NOT_NEEDED:
        see_to(conversation, actor=actor)
    keep(conversation)


def _take(actor: Staff, conversation_id: UUID, draft_id: UUID) -> tuple[Conversation, Draft]:
    """The same, where the member takes texts."""
    conversation, draft = _held(actor, conversation_id, draft_id)
    if is_suppressed(conversation.member):
        raise MemberSaidStop
    return conversation, draft


def _held(actor: Staff, conversation_id: UUID, draft_id: UUID) -> tuple[Conversation, Draft]:
    """The locked conversation and its open draft, which nobody else decides on meanwhile."""
    conversation = hold(actor=actor, conversation_id=conversation_id)
    draft = Draft.objects.filter(
        organization_id=actor.organization_id, member_id=conversation.member_id, id=draft_id
    ).first()
    if draft is None or draft.state != Draft.State.OPEN:
        raise DraftDecided
    return conversation, draft


def _wrote_since(draft: Draft) -> bool:
    return Message.objects.filter(
        organization_id=draft.organization_id,
        member_id=draft.member_id,
        direction=Message.Direction.INBOUND,
        id__gt=draft.answers,
    ).exists()


def _decide(
    actor: Staff,
    conversation: Conversation,
    draft: Draft,
    state: Draft.State,
    event: Event,
    message_id: UUID,
) -> None:
    draft.message_id = message_id
    _settle(actor, conversation, draft, state, event)
    see_to(conversation, actor=actor)
    keep(conversation)
    nudge("conversations.send", organization_id=actor.organization_id)


def _settle(
    actor: Staff, conversation: Conversation, draft: Draft, state: Draft.State, event: Event
) -> None:
    draft.state, draft.decided_by, draft.decided_at = state, actor.id, timezone.now()
    draft.save(update_fields=["state", "flaw", "decided_by", "decided_at", "message_id"])
    append(
        event=event,
        actor=actor,
        members=[conversation.member_id],
        details={
            "draft": str(draft.id),
            "message": str(draft.message_id) if draft.message_id else None,
            "flaw": draft.flaw or None,
        },
    )
