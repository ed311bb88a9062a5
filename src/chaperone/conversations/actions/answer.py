"""Handles what members wrote: conversations side by side, the texts of each in order."""

from uuid import UUID

from django.utils import timezone

from chaperone.access.actors import assistant
from chaperone.access.context import acting_for
from chaperone.access.witness import witnessed
from chaperone.conversations.actions.follow import follow
from chaperone.conversations.actions.handling import handled
from chaperone.conversations.actions.respond import cannot_wait, respond
from chaperone.conversations.locking import keep
from chaperone.conversations.models import Conversation, Lane, Turn
from chaperone.conversations.queries.waiting import Held, lane_left, lock_due, waiting_turns
from chaperone.jobs.actions import nudge, nudge_first
from chaperone.ledger.actors import Actor

# Few: a member who writes meanwhile waits until all of them are committed.
BATCH = 4
TURNS = 4


def answer_batch(*, organization_id: UUID, lane: Lane = Lane.ORDINARY) -> int:
    """Handles the texts that wait in up to ``BATCH`` conversations; returns in how many.

    Conversations that another worker holds are passed over, so that no text is answered twice.
    ``lane``: leaves out what is less urgent.
    """
    actor = assistant(organization_id)
    with acting_for(actor):
        due = lock_due(organization_id=organization_id, limit=BATCH, lane=lane)
        if any(held.conversation.lane for held in due):
            nudge_first("conversations.hurry", organization_id=organization_id)
        asks = [_answer_first(actor, held) for held in due]
        if due:
            nudge("conversations.send", organization_id=organization_id)
        if any(asks):
            nudge("conversations.ask", organization_id=organization_id)
    return len(due)


def _answer_first(actor: Actor, held: Held) -> bool:
    """Handles up to ``TURNS`` texts, so that nobody who writes much holds up everybody else.

    Says whether a model is asked about one: what comes after it waits, if it can.
    """
    follow(held.conversation, actor=actor)
    turns = waiting_turns(held.conversation, limit=TURNS + 1)
    asking = False
    with witnessed(actor, purpose="treatment", place="conversations.answer"):
        for turn, message in turns[:TURNS]:
            if turn.state == Turn.State.ASKING:
                asking = True
                continue
            text = message.body.open()
            if asking and not cannot_wait(held, turn, text):
                turn.save(update_fields=["triage"])
                continue
            with handled(actor, held, turn):
                respond(held, turn, text)
            asking = asking or turn.state == Turn.State.ASKING
    _note_what_is_left(held.conversation, more=len(turns) > TURNS)
    keep(held.conversation)
    return asking


def _note_what_is_left(conversation: Conversation, *, more: bool) -> None:
    """Whether a text still waits, and how urgently. None can arrive while the row is held, and
    what waits for a model is looked at after it.
    """
    if conversation.lane:
        left = lane_left(conversation)
        conversation.lane, more = left or Lane.ORDINARY, left is not None
    conversation.due_since = timezone.now() if more else None
