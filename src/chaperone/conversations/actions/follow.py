"""What a conversation follows by itself: the organization's default, and its member's status."""

from uuid import UUID

from chaperone.conversations.defaults import default_of
from chaperone.conversations.locking import held_of, keep
from chaperone.conversations.models import Answerer, Conversation, Why
from chaperone.conversations.queries.waiting import lock_strayed
from chaperone.conversations.seeing import see_to
from chaperone.conversations.switching import switch
from chaperone.ledger.actors import Actor
from chaperone.members.models import Member

BATCH = 100


def follow(conversation: Conversation, *, actor: Actor) -> None:
    """Brings a locked conversation to where it belongs, unless somebody chose for it.

    Called in the transactions that answer and that send, so that neither acts on yesterday's
    setting or for somebody whose membership has ended.
    """
    if not conversation.by_default or conversation.answerer == Answerer.CLOSED:
        return
    if conversation.member.status == Member.Status.ENDED:
        close(conversation, actor=actor, why=Why.MEMBERSHIP_ENDED)
        return
    to = default_of(conversation.organization_id)
    if conversation.answerer != to and switch(conversation, to, actor=actor, why=Why.DEFAULT):
        keep(conversation)


def follow_membership(actor: Actor, member: Member) -> None:
    """Ends the conversation with the membership, and leaves it to coaches when that goes on.

    In the transaction of whoever ends it or takes it up again (registered in ``members``).
    """
    conversation = held_of(organization_id=member.organization_id, member_id=member.id)
    if conversation is None:
        return
    if member.status == Member.Status.ENDED:
        close(conversation, actor=actor, why=Why.MEMBERSHIP_ENDED)
    elif conversation.answerer == Answerer.CLOSED:
        switch(conversation, Answerer.COACH, actor=actor, why=Why.TAKEN_BACK)
        keep(conversation)


def follow_all(*, organization_id: UUID, actor: Actor) -> int:
    """Brings up to ``BATCH`` conversations to a changed default; returns how many."""
    strayed = lock_strayed(
        organization_id=organization_id, default=default_of(organization_id), limit=BATCH
    )
    for conversation in strayed:
        follow(conversation, actor=actor)
    return len(strayed)


def close(conversation: Conversation, *, actor: Actor, why: Why) -> None:
    """Ends a locked conversation: texts that still come are kept, and wait for a coach."""
    if switch(conversation, Answerer.CLOSED, actor=actor, why=why):
        see_to(conversation, actor=actor)
        keep(conversation)
