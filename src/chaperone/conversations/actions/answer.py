"""Handles what members wrote: conversations side by side, the texts of each in order."""

import logging
from copy import copy
from uuid import UUID

from django.db import OperationalError, transaction
from django.utils import timezone

from chaperone.access.actors import assistant
from chaperone.access.context import acting_for
from chaperone.access.witness import witnessed
from chaperone.conversations.actions.follow import follow
from chaperone.conversations.actions.respond import hand_over, respond
from chaperone.conversations.events import (
    TURN_ANSWERED,
    TURN_FAILED,
    TURN_HANDED_OVER,
    TURN_SILENCED,
)
from chaperone.conversations.locking import keep
from chaperone.conversations.models import Conversation, Lane, Message, Turn, Urgency
from chaperone.conversations.paging.actions.call import call_if_needed
from chaperone.conversations.queries.waiting import Held, lane_left, lock_due, waiting_turns
from chaperone.crypto.errors import ProviderError
from chaperone.jobs.actions import nudge, nudge_first
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.errors import LedgerError

# Few: a member who writes meanwhile waits until all of them are committed.
BATCH = 4
TURNS = 4
_EVENTS = {
    Turn.State.ANSWERED: TURN_ANSWERED,
    Turn.State.HANDED_OVER: TURN_HANDED_OVER,
    Turn.State.SILENT: TURN_SILENCED,
}
_logger = logging.getLogger(__name__)


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
        for held in due:
            _answer_first(actor, held)
        if due:
            nudge("conversations.send", organization_id=organization_id)
    return len(due)


def _answer_first(actor: Actor, held: Held) -> None:
    """Handles up to ``TURNS`` texts, so that nobody who writes much holds up everybody else."""
    follow(held.conversation, actor=actor)
    turns = waiting_turns(held.conversation, limit=TURNS + 1)
    with witnessed(actor, purpose="treatment", place="conversations.answer"):
        for turn, message in turns[:TURNS]:
            _handle(actor, held, turn, message)
    _note_what_is_left(held.conversation, more=len(turns) > TURNS)
    keep(held.conversation)


def _note_what_is_left(conversation: Conversation, *, more: bool) -> None:
    """Whether a text still waits, and how urgently. None can arrive while the row is held."""
    if conversation.lane:
        left = lane_left(conversation)
        conversation.lane, more = left or Lane.ORDINARY, left is not None
    conversation.due_since = timezone.now() if more else None


def _handle(actor: Actor, held: Held, turn: Turn, message: Message) -> None:
    """Handles one text; one that breaks the program is left to a coach and holds up nobody."""
    # What the savepoint does not put back.
    fields, suppressed = copy(held.conversation.__dict__), held.suppressed
    try:
        with transaction.atomic():
            respond(held, turn, message.body.open())
            _record(actor, turn)
    except (OperationalError, LedgerError, ProviderError):
        # Not the text's fault. All is rolled back and tried again.
        raise
    except Exception as problem:  # noqa: BLE001
        held.conversation.__dict__.update(fields)
        held.suppressed = suppressed
        _give_up(actor, held.conversation, turn, problem)
        level: str = Urgency.URGENT
    else:
        level = turn.triage
    call_if_needed(actor=actor, conversation=held.conversation, message_id=turn.id, level=level)


def _record(actor: Actor, turn: Turn) -> None:
    turn.save(update_fields=["state", "triage", "category", "reply_id"])
    append(
        event=_EVENTS[Turn.State(turn.state)],
        actor=actor,
        members=[turn.member_id],
        details={
            "message": str(turn.id),
            "triage": turn.triage,
            "reply": str(turn.reply_id) if turn.reply_id else None,
        },
    )


def _give_up(actor: Actor, conversation: Conversation, turn: Turn, problem: Exception) -> None:
    # The name of the error only: its message could quote the text.
    name = type(problem).__name__
    _logger.error("Message %s could not be handled (%s): left to a coach.", turn.id, name)
    failed = Turn(id=turn.id, organization_id=turn.organization_id, member_id=turn.member_id)
    hand_over(conversation, failed)
    failed.save(force_update=True)
    append(
        event=TURN_FAILED,
        actor=actor,
        members=[turn.member_id],
        details={"message": str(turn.id), "problem": name},
    )
