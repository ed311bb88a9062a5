"""A person is called: a row in the transaction of the turn, from which everything else follows."""

import secrets
from uuid import UUID

from chaperone.conversations.models import Conversation, Page, Urgency
from chaperone.conversations.paging.events import PAGE_MADE
from chaperone.jobs.actions import nudge_first
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor

CALLS = (Urgency.URGENT, Urgency.CRISIS, Urgency.EMERGENCY)
_CODE_DIGITS = 6


def call_if_needed(
    *, actor: Actor, conversation: Conversation, message_id: UUID, level: str
) -> None:
    """Has somebody called to a locked conversation where a text needs a person soon.

    One that waits already, for a text as urgent, is enough: who sees to it reads the whole thread.
    Does little on purpose: whom to call is found out after commit, so that whatever is wrong with a
    rota cannot keep a member from their fixed text (invariant 3).
    """
    if level not in CALLS:
        return
    as_urgent = Urgency.values[Urgency.values.index(level) :]
    waiting = Page.objects.filter(
        organization_id=conversation.organization_id,
        member_id=conversation.member_id,
        due_at__isnull=False,
        level__in=as_urgent,
    )
    if waiting.exists():
        return
    page = Page(
        organization_id=conversation.organization_id,
        member_id=conversation.member_id,
        message_id=message_id,
        level=level,
        code=f"{secrets.randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}}",
    )
    page.save(force_insert=True)
    append(
        event=PAGE_MADE,
        actor=actor,
        members=[page.member_id],
        details={"page": str(page.id), "message": str(message_id), "level": level},
    )
    nudge_first("conversations.page", organization_id=page.organization_id)
