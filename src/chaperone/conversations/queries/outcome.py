"""What became of texts: of one of a member, and of those that were sent to them."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from chaperone.conversations.models import Delivery, Message, Turn
from chaperone.vault.sealed import Sealed


class OutcomeOfText(NamedTuple):
    """How a text was met. ``answered_by`` is who wrote the reply, "nobody" where there is none."""

    state: str
    triage: str
    answered_by: str
    reply: Sealed | None
    sources: Sealed | None
    delivery: str

    @property
    def settled(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.state not in {
            Turn.State.WAITING,
            Turn.State.ASKING,
        } and self.delivery not in {
            Delivery.State.PENDING,
            Delivery.State.SENDING,
        }


def outcome_of(message_id: UUID) -> OutcomeOfText | None:
    """What became of an inbound message of the organization in context; None if it is not there."""
    turn = Turn.objects.filter(id=message_id).first()
    if turn is None:
        return None
    if turn.reply_id is None:
        return OutcomeOfText(turn.state, turn.triage, "nobody", None, None, "")
    delivery = Delivery.objects.get(id=turn.reply_id)
    if delivery.state == Delivery.State.WITHHELD:
        return OutcomeOfText(turn.state, turn.triage, "nobody", None, None, delivery.state)
    reply = Message.objects.get(id=turn.reply_id)
    return OutcomeOfText(
        turn.state, turn.triage, reply.author, reply.body, reply.sources, delivery.state
    )


def deliveries_to(organization_id: UUID, members: Sequence[UUID]) -> dict[UUID, str]:
    """The state of each text to these members, by the id of the message. One query."""
    rows = Delivery.objects.filter(organization_id=organization_id, member_id__in=members)
    return dict(rows.values_list("id", "state"))
