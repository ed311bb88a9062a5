"""What members tell us that is not about their care, such as a concern about privacy: a room above
takes it down. It is heard after everything that may save a life, and holds none of that up.
"""

import logging
from collections.abc import Callable

from django.db import OperationalError, transaction

from chaperone.conversations.models import Author, Conversation, Delivery, Turn, Urgency
from chaperone.conversations.outbox import say
from chaperone.crypto.errors import ProviderError
from chaperone.ledger.actors import Actor
from chaperone.ledger.errors import LedgerError

Hear = Callable[[Actor, str], str]
_hear: Hear = lambda _member, _text: ""  # noqa: E731
_log = logging.getLogger(__name__)


def hear_with(hear: Hear) -> None:
    """Names who takes it down (``incidents``): gives what the member is told, or nothing where the
    text is none of that. Called in ``AppConfig.ready``.
    """
    global _hear
    _hear = hear


def hear(conversation: Conversation, turn: Turn, text: str, *, member: Actor, quiet: bool) -> bool:
    """Whether the text was taken down; its writer is told so, unless they said STOP (``quiet``).

    In a locked conversation. In an emergency or crisis what breaks here is logged, and what was
    said before goes out all the same.
    """
    try:
        with transaction.atomic():
            told = _hear(member, text)
            if told and not quiet:
                _tell(conversation, turn, told)
    except (OperationalError, LedgerError, ProviderError):
        raise
    except Exception as problem:
        if turn.triage not in (Urgency.EMERGENCY, Urgency.CRISIS):
            raise
        # The name of the error only: its message could quote the text. A person was called.
        _log.error("Message %s could not be taken down (%s).", turn.id, type(problem))
        return False
    return bool(told)


def _tell(conversation: Conversation, turn: Turn, told: str) -> None:
    answers = turn.id if turn.reply_id is None else None
    said = say(conversation, told, author=Author.SYSTEM, kind=Delivery.Kind.NOTICE, answers=answers)
    turn.reply_id = turn.reply_id or said
