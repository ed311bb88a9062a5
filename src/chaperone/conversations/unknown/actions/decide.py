"""What people make of texts from unknown numbers: whose they are, or nobody's here."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.errors import NotReachable
from chaperone.conversations.locking import keep, lock
from chaperone.conversations.models import (
    Author,
    Conversation,
    Message,
    Turn,
    UnknownTurn,
    Urgency,
)
from chaperone.conversations.paging.actions.acknowledge import acknowledge_texts
from chaperone.conversations.reasons import Reason
from chaperone.conversations.unknown.events import (
    UNKNOWN_DISMISSED,
    UNKNOWN_MOVED,
    UNKNOWN_TAKEN_BACK,
)
from chaperone.conversations.unknown.queries import reach_number, texts_of
from chaperone.database.identifiers import instant_of
from chaperone.ledger.actions import append
from chaperone.members.queries import reach_member

MOVED_AT_ONCE = 50


@transaction.atomic
def dismiss(*, actor: Staff, text_id: UUID, why: str) -> None:
    """The number's texts are nobody's here: nobody is called for them any more.

    Nothing is deleted, and what the number writes later waits again. Raises ``NotReachable``.
    """
    ids = _ids(reach_number(actor, text_id))
    rows = UnknownTurn.objects.filter(id__in=ids, why="")
    rows.update(why=why, dismissed_by=actor.id, dismissed_at=timezone.now())
    acknowledge_texts(actor=actor, text_ids=ids)
    append(event=UNKNOWN_DISMISSED, actor=actor, details={"texts": _named(ids), "why": why})


@transaction.atomic
def take_back(*, actor: Staff, text_id: UUID) -> None:
    """Dismissed texts of a number wait again. Raises ``NotReachable``."""
    ids = _ids(reach_number(actor, text_id, dismissed=True))
    UnknownTurn.objects.filter(id__in=ids).update(why="", dismissed_by=None, dismissed_at=None)
    append(event=UNKNOWN_TAKEN_BACK, actor=actor, details={"texts": _named(ids)})


@transaction.atomic
def move(*, actor: Staff, text_id: UUID, member_id: UUID) -> None:
    """The number's texts are a member's: they go to the thread, under the member's key and at the
    time they came, and wait there for a coach. The member's number stays as it is.

    Before a witness, since each is opened to be sealed anew. Raises ``NotReachable``.
    """
    member = reach_member(actor=actor, member_id=member_id)
    if member.destroyed_at:
        raise NotReachable("This member's data was destroyed.")
    conversation = lock(organization_id=actor.organization_id, member_id=member.id)
    turns = list(reversed(reach_number(actor, text_id)[:MOVED_AT_ONCE]))
    texts = texts_of(turns)
    for turn in turns:
        _put(conversation, turn, texts[turn.id].body.open())
    keep(conversation)
    ids = _ids(turns)
    acknowledge_texts(actor=actor, text_ids=ids)
    with connection.cursor() as cursor:
        cursor.executemany("SELECT conversations_moved(%s)", [[each] for each in ids])
    append(event=UNKNOWN_MOVED, actor=actor, members=[member.id], details={"texts": _named(ids)})


def _put(conversation: Conversation, turn: UnknownTurn, body: str) -> None:
    own = {"organization_id": turn.organization_id, "member_id": conversation.member_id}
    message = Message(
        id=turn.id, direction=Message.Direction.INBOUND, author=Author.MEMBER, body=body, **own
    )
    message.save(force_insert=True)
    level = turn.triage or Urgency.URGENT
    handed = Turn(
        id=turn.id, state=Turn.State.HANDED_OVER, triage=level, reason=Reason.NUMBER, **own
    )
    handed.save(force_insert=True)
    if conversation.last_message_id is None or message.id > conversation.last_message_id:
        conversation.wrote(message)
    # The thread is read from when it was opened.
    conversation.opened_at = min(conversation.opened_at, instant_of(message.id))
    conversation.unread += 1
    conversation.needs_a_person(level)


def _ids(turns: Sequence[UnknownTurn]) -> list[UUID]:
    return [turn.id for turn in turns]


def _named(ids: Sequence[UUID]) -> list[str]:
    return sorted(map(str, ids))
