"""What handling a text has in common, at once or after a model was asked."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy

from django.db import OperationalError, transaction

from chaperone.conversations.actions.respond import hand_over
from chaperone.conversations.events import (
    TURN_ANSWERED,
    TURN_FAILED,
    TURN_HANDED_OVER,
    TURN_SILENCED,
)
from chaperone.conversations.models import Conversation, Turn, Urgency
from chaperone.conversations.paging.actions.call import call_if_needed
from chaperone.conversations.queries.waiting import Held
from chaperone.conversations.reasons import Reason
from chaperone.crypto.errors import ProviderError
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.errors import LedgerError

_EVENTS = {
    Turn.State.ANSWERED: TURN_ANSWERED,
    Turn.State.HANDED_OVER: TURN_HANDED_OVER,
    Turn.State.SILENT: TURN_SILENCED,
}
_logger = logging.getLogger(__name__)


@contextmanager
def handled(actor: Actor, held: Held, turn: Turn) -> Iterator[None]:
    """The block handles one text of a locked conversation, and what became of it is recorded.

    Somebody is called where the text needs a person soon. One that breaks the program is left to a
    coach, who is called, and holds up nobody.
    """
    # What the savepoint does not put back.
    fields, suppressed = copy(held.conversation.__dict__), held.suppressed
    try:
        with transaction.atomic():
            yield
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
    turn.save(update_fields=["state", "triage", "category", "reply_id", "asked_at", "reason"])
    if turn.state == Turn.State.ASKING:
        return
    append(
        event=_EVENTS[Turn.State(turn.state)],
        actor=actor,
        members=[turn.member_id],
        details={
            "message": str(turn.id),
            "triage": turn.triage,
            "reply": str(turn.reply_id) if turn.reply_id else None,
            "reason": turn.reason or None,
        },
    )


def _give_up(actor: Actor, conversation: Conversation, turn: Turn, problem: Exception) -> None:
    # The name of the error only: its message could quote the text.
    kind = type(problem)
    _logger.error("Message %s could not be handled (%s): left to a coach.", turn.id, kind)
    failed = Turn(id=turn.id, organization_id=turn.organization_id, member_id=turn.member_id)
    hand_over(conversation, failed, Reason.FAILED)
    failed.save(force_update=True)
    append(
        event=TURN_FAILED,
        actor=actor,
        members=[turn.member_id],
        details={"message": str(turn.id), "problem": kind.__name__},
    )
