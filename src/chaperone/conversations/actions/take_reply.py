"""What becomes of a text when a model has replied, or has not.

Everything is looked at again under the lock: a coach may have taken over meanwhile, the member may
have said STOP, another process may have given the question up. Then the reply is nothing.
"""

from uuid import UUID

from django.utils import timezone

from chaperone.assistant.replying import Reply, from_library
from chaperone.conversations.actions.respond import give
from chaperone.conversations.locking import keep
from chaperone.conversations.models import Turn
from chaperone.conversations.moves import WRITES
from chaperone.conversations.queries.waiting import Held, anything_waits
from chaperone.conversations.reasons import Reason
from chaperone.jobs.actions import nudge


def why_not_given(held: Held) -> Reason | None:
    """Why the assistant may not write in a locked conversation now; None where it may."""
    if held.suppressed:
        return Reason.STOPPED
    return None if held.conversation.answerer in WRITES else Reason.COACH


def answer_without(held: Held, turn: Turn, text: str, *, asked_for_one: bool = True) -> None:
    """Answers from the library instead. ``asked_for_one``: a model was to be asked, and gave
    nothing.
    """
    reply = from_library(text, held.conversation.organization_id)
    if reply.because == Reason.NOT_FOUND and asked_for_one:
        reply = Reply(reply.text, reply.sources, Reason.NO_MODEL)
    give(held.conversation, turn, reply)


def free(held: Held, *, organization_id: UUID) -> None:
    """Lets the texts after a settled one be handled, and what was said be sent."""
    waits = anything_waits(held.conversation)
    held.conversation.due_since = timezone.now() if waits else None
    keep(held.conversation)
    nudge("conversations.send", organization_id=organization_id)
    if waits:
        nudge("conversations.answer", organization_id=organization_id)
