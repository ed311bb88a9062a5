"""A person is called: a row in the transaction of the turn, from which everything else follows."""

import secrets
from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

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
    if not _as_urgent(actor, level).filter(member_id=conversation.member_id).exists():
        _call(actor, message_id, level, member_id=conversation.member_id)


def call_to_unknown(
    *, actor: Actor, text_id: UUID, of_number: Collection[UUID], level: str
) -> None:
    """The same for a text of an unknown number; ``of_number``: every text that this number sent."""
    if level not in CALLS:
        return
    waiting = _as_urgent(actor, level).filter(member__isnull=True, message_id__in=of_number)
    if not waiting.exists():
        _call(actor, text_id, level, member_id=None)


def _as_urgent(actor: Actor, level: str) -> QuerySet[Page]:
    """Pages that wait for a text as urgent."""
    return Page.objects.filter(
        organization_id=actor.organization_id,
        due_at__isnull=False,
        level__in=Urgency.values[Urgency.values.index(level) :],
    )


def _call(actor: Actor, message_id: UUID, level: str, *, member_id: UUID | None) -> None:
    page = Page(
        organization_id=actor.organization_id,
        member_id=member_id,
        message_id=message_id,
        level=level,
        code=f"{secrets.randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}}",
    )
    page.save(force_insert=True)
    append(
        event=PAGE_MADE,
        actor=actor,
        members=page.members,
        details={"page": str(page.id), "message": str(message_id), "level": level},
    )
    nudge_first("conversations.page", organization_id=page.organization_id)
