"""The one way in which it changes who answers: an allowed move, recorded with who and why."""

from uuid import UUID

from django.utils import timezone

from chaperone.conversations.drafting import outdate
from chaperone.conversations.errors import NotAMove
from chaperone.conversations.events import HANDED_BACK, SWITCHED, TAKEN_OVER
from chaperone.conversations.models import Answerer, Conversation, Switch, Why
from chaperone.conversations.moves import may_move
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor

_EVENTS = {
    Why.TAKEN_OVER: TAKEN_OVER,
    Why.REPLIED: TAKEN_OVER,
    Why.HANDED_BACK: HANDED_BACK,
}
_BY_DEFAULT = frozenset({Why.HANDED_BACK, Why.DEFAULT})


def switch(
    conversation: Conversation,
    to: Answerer,
    *,
    actor: Actor,
    why: Why,
    coach_id: UUID | None = None,
) -> bool:
    """Has ``to`` answer a locked conversation from now on; False if that is so already.

    ``coach_id``: who of the coaches, in state coach. The caller keeps the conversation. Raises
    ``NotAMove``.
    """
    before = Answerer(conversation.answerer)
    conversation.by_default = why in _BY_DEFAULT
    if (before, conversation.coach_id) == (to, coach_id):
        return False
    if before != to and not may_move(before, to):
        raise NotAMove
    _record(conversation, before, to, actor=actor, why=why, coach_id=coach_id)
    return True


def _record(
    conversation: Conversation,
    before: Answerer,
    to: Answerer,
    *,
    actor: Actor,
    why: Why,
    coach_id: UUID | None,
) -> None:
    if before == Answerer.DRAFT:
        outdate(conversation)
    now = timezone.now()
    record = Switch(
        organization_id=conversation.organization_id,
        member_id=conversation.member_id,
        from_state=before,
        to_state=to,
        coach_id=coach_id,
        why=why,
        actor_kind=actor.kind,
        actor_id=actor.id,
        since=conversation.answerer_since,
        at=now,
    )
    record.save(force_insert=True)
    conversation.answerer, conversation.coach_id = to, coach_id
    conversation.answerer_since, conversation.switch_id = now, record.id
    append(
        event=_EVENTS.get(why, SWITCHED),
        actor=actor,
        members=[conversation.member_id],
        details={"from": before, "to": to, "why": why},
    )
