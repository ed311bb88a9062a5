from uuid import UUID

from chaperone.carriers.inbound import InboundText
from chaperone.conversations.models import UnknownTurn
from chaperone.conversations.unknown.numbers import can_be_answered, index_of
from chaperone.jobs.actions import nudge_first


def take_in(text: InboundText, organization_id: UUID, text_id: UUID) -> None:
    """Has a worker look at a text of an unknown sender, in the carrier's transaction.

    At once, since nobody knows before whether a life depends on it.
    """
    reply = UnknownTurn.Reply.NONE if can_be_answered(text.sender) else UnknownTurn.Reply.NOWHERE
    turn = UnknownTurn(
        id=text_id,
        organization_id=organization_id,
        number_index=index_of(organization_id, text.sender),
        reply=reply,
    )
    turn.save(force_insert=True)
    nudge_first("conversations.hurry", organization_id=organization_id)
