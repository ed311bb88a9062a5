from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.conversations.actions.take_over import give_to, hold
from chaperone.conversations.errors import EmptyReply, HasEnded, MemberSaidStop
from chaperone.conversations.events import REPLIED
from chaperone.conversations.locking import keep
from chaperone.conversations.models import Answerer, Author, Delivery, Why
from chaperone.conversations.outbox import say
from chaperone.conversations.seeing import see_to
from chaperone.jobs.actions import nudge
from chaperone.ledger.actions import append
from chaperone.members.queries import is_suppressed


def reply(*, actor: Staff, conversation_id: UUID, body: str) -> UUID:
    """Writes to a member as the acting coach, who takes over by it; returns the message's id.

    ``body`` is 1 to 1,600 characters. Nobody waits any more. Raises ``NotReachable``,
    ``EmptyReply``, ``HasEnded`` and ``MemberSaidStop``.
    """
    text = body.strip()
    if not text:
        raise EmptyReply
    conversation = hold(actor=actor, conversation_id=conversation_id)
    if conversation.answerer == Answerer.CLOSED:
        raise HasEnded
    if is_suppressed(conversation.member):
        raise MemberSaidStop
    give_to(actor, conversation, Why.REPLIED)
    message_id = say(
        conversation, text, author=Author.COACH, kind=Delivery.Kind.COACH, author_id=actor.id
    )
    see_to(conversation, actor=actor)
    keep(conversation)
    nudge("conversations.send", organization_id=actor.organization_id)
    append(
        event=REPLIED,
        actor=actor,
        members=[conversation.member_id],
        details={"message": str(message_id)},
    )
    return message_id
