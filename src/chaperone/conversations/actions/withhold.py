from collections.abc import Mapping, Sequence
from uuid import UUID

from chaperone.conversations.events import TEXTS_WITHHELD
from chaperone.conversations.locking import keep
from chaperone.conversations.models import Answerer, Author, Delivery, Turn, Urgency
from chaperone.conversations.queries.waiting import Held
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor

_TO_ALL = (Delivery.Kind.NOTICE, Delivery.Kind.SAFETY)


def why_not(delivery: Delivery, recipient: Held) -> str:
    """Why a text may not go out now; empty where it may."""
    if delivery.kind in _TO_ALL:
        return ""
    if recipient.suppressed:
        return "The member said STOP."
    if _was_taken_over(delivery, recipient):
        return "The assistant does not answer this conversation any more."
    return ""


def withhold(
    *, actor: Actor, deliveries: Sequence[Delivery], recipients: Mapping[UUID, Held]
) -> None:
    """Holds back claimed texts, in the claim's transaction; a coach is left what they answered."""
    for delivery in deliveries:
        recipient = recipients[delivery.member_id]
        delivery.state = Delivery.State.WITHHELD
        delivery.note = why_not(delivery, recipient)
        delivery.save(force_update=True)
        if _was_taken_over(delivery, recipient):
            _leave_to_the_coach(delivery, recipient)
        keep(recipient.conversation)
    if deliveries:
        append(
            event=TEXTS_WITHHELD,
            actor=actor,
            members=[delivery.member_id for delivery in deliveries],
            details={"messages": {str(delivery.id): delivery.note for delivery in deliveries}},
        )


def _was_taken_over(delivery: Delivery, recipient: Held) -> bool:
    return (
        delivery.kind == Delivery.Kind.ANSWER
        and recipient.conversation.answerer != Answerer.ASSISTANT
    )


def _leave_to_the_coach(delivery: Delivery, recipient: Held) -> None:
    assert delivery.answers is not None
    Turn.objects.filter(id=delivery.answers).update(state=Turn.State.HANDED_OVER)
    # A coach who wrote since then has seen it.
    if recipient.conversation.last_author != Author.COACH:
        recipient.conversation.needs_a_person(Urgency.ROUTINE)
