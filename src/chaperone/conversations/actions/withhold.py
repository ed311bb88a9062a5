from collections.abc import Mapping, Sequence
from uuid import UUID

from chaperone.conversations.events import TEXTS_WITHHELD
from chaperone.conversations.locking import keep
from chaperone.conversations.models import Answerer, Author, Delivery, Turn, Urgency
from chaperone.conversations.moves import GOES_OUT_IN
from chaperone.conversations.queries.waiting import Held
from chaperone.conversations.reasons import Reason
from chaperone.conversations.stopping import is_stopped
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor

_TO_ALL = (Delivery.Kind.NOTICE, Delivery.Kind.SAFETY)
_OUT_OF_TURN = {
    Answerer.COACH: "A coach took over before it went out.",
    Answerer.DRAFT: "A coach approves what the assistant writes here.",
    Answerer.PAUSED: "Nobody answers this conversation for now.",
    Answerer.CLOSED: "This conversation has ended.",
}
_STOPPED = "The assistant was stopped before it went out."


def why_not(delivery: Delivery, recipient: Held) -> str:
    """Why a text may not go out now; empty where it may."""
    if delivery.kind in _TO_ALL:
        return ""
    if recipient.suppressed:
        return "The member said STOP."
    if is_stopped(delivery):
        return _STOPPED
    if _is_out_of_turn(delivery, recipient):
        return _OUT_OF_TURN[Answerer(recipient.conversation.answerer)]
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
        if is_stopped(delivery) or _is_out_of_turn(delivery, recipient):
            _leave_to_the_coach(delivery, recipient)
        keep(recipient.conversation)
    if deliveries:
        append(
            event=TEXTS_WITHHELD,
            actor=actor,
            members=[delivery.member_id for delivery in deliveries],
            details={"messages": {str(delivery.id): delivery.note for delivery in deliveries}},
        )


def _is_out_of_turn(delivery: Delivery, recipient: Held) -> bool:
    return recipient.conversation.answerer not in GOES_OUT_IN[Delivery.Kind(delivery.kind)]


def _leave_to_the_coach(delivery: Delivery, recipient: Held) -> None:
    if delivery.answers is not None:
        Turn.objects.filter(id=delivery.answers).update(
            state=Turn.State.HANDED_OVER, reason=Reason.COACH
        )
    # A coach who wrote since then has seen it.
    if recipient.conversation.last_author != Author.COACH:
        recipient.conversation.needs_a_person(Urgency.ROUTINE)
