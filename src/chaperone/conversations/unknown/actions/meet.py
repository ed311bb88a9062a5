"""How a text of an unknown sender is met: triage as of any other, the fixed text where a life may
depend on it, and a person. No model is asked, and nothing leaves for a vendor but that text.
"""

import logging
from uuid import UUID

from django.db import OperationalError

from chaperone.access.actors import assistant
from chaperone.access.context import acting_for
from chaperone.access.witness import witnessed
from chaperone.assistant.replies import language_of
from chaperone.assistant.triage import triage
from chaperone.carriers.models import UnknownText
from chaperone.conversations.models import UnknownTurn, Urgency
from chaperone.conversations.paging.actions.call import call_to_unknown
from chaperone.conversations.unknown.events import UNKNOWN_FAILED, UNKNOWN_TRIAGED
from chaperone.conversations.unknown.limits import may_go
from chaperone.conversations.unknown.queries import lock_unmet, same_number, texts_of
from chaperone.crypto.errors import ProviderError
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.errors import LedgerError

BATCH = 16
_ANSWERED = (Urgency.EMERGENCY, Urgency.CRISIS)
_Reply = UnknownTurn.Reply
_logger = logging.getLogger(__name__)


def meet_batch(*, organization_id: UUID) -> int:
    """Looks at up to ``BATCH`` texts of unknown senders; returns how many."""
    actor = assistant(organization_id)
    with acting_for(actor):
        turns = lock_unmet(organization_id, limit=BATCH)
        texts = texts_of(turns)
        with witnessed(actor, purpose="treatment", place="conversations.unknown"):
            for turn in turns:
                _meet(actor, turn, texts[turn.id])
    return len(turns)


def _meet(actor: Actor, turn: UnknownTurn, text: UnknownText) -> None:
    """Whoever says STOP in an emergency still gets the emergency text, as members do."""
    read = _read(turn, text)
    if read and turn.triage in _ANSWERED and not turn.reply:
        turn.reply = _Reply.PENDING if may_go(turn) else _Reply.LIMITED
    turn.save(update_fields=["triage", "language", "reply"])
    append(
        event=UNKNOWN_TRIAGED if read else UNKNOWN_FAILED,
        actor=actor,
        details={"text": str(turn.id), "triage": turn.triage, "reply": turn.reply or None},
    )
    call_to_unknown(actor=actor, text_id=turn.id, of_number=same_number(turn), level=turn.triage)


def _read(turn: UnknownTurn, text: UnknownText) -> bool:
    """Notes how urgent the text is. One that breaks the program is urgent, and False."""
    try:
        words = text.body.open()
        turn.triage, turn.language = triage(words).level, language_of(words)
    except (OperationalError, LedgerError, ProviderError):
        # Not the text's fault. All is rolled back and tried again.
        raise
    except Exception as problem:  # noqa: BLE001
        # The name of the error only: its message could quote the text.
        kind = type(problem)
        _logger.error("Text %s could not be read (%s): left to a person.", turn.id, kind)  # noqa: TRY400
        turn.triage = Urgency.URGENT
        return False
    return True
