from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.queries import names_of, people_who_may
from chaperone.conversations.models import Conversation, Page
from chaperone.ledger.actors import Actor
from chaperone.notices.models import Notice
from chaperone.notices.queries import told_about
from chaperone.organizations.queries import once

ANSWER, LEAD, WATCH = "pages.answer", "duties.manage", "pages.watch"
"""Who may be called, who leads, and who is told when nobody answers: permissions."""
UNKNOWN = "unknown.read"
"""Who may read what unknown numbers wrote."""
EMERGENCY = "access.emergency"
"""Who may read, for an hour, what they do not reach."""


_STAYS_CALLED = timedelta(days=1)


class Told(NamedTuple):
    """Somebody was told of a page, and what came of it."""

    name: str
    way: str
    state: str
    at: datetime


class OpenPage(NamedTuple):
    """A page that waits, as people see it: no name, nothing of what was said.

    No ``conversation_id``: an unknown number wrote ``text_id``.
    """

    id: UUID
    conversation_id: UUID | None
    text_id: UUID
    level: str
    made_at: datetime
    due_at: datetime
    step: int
    told: list[Told]
    is_mine_to_open: bool


def may_be_called(actor: Actor) -> set[UUID]:
    """Everybody of the organization who may be put on call."""
    return once(actor, "may be called", lambda: set(people_who_may(actor, ANSWER)))


def open_pages(
    actor: Actor, *, member_id: UUID | None = None, unknown: bool = False, limit: int = 50
) -> list[OpenPage]:
    """Pages that nobody has acknowledged, the longest waiting first, with who was told; of one
    member or, ``unknown``, of unknown numbers only. One query where there is none, else four.
    """
    rows = Page.objects.filter(organization_id=actor.organization_id, due_at__isnull=False)
    if member_id:
        rows = rows.filter(member_id=member_id)
    elif unknown:
        rows = rows.filter(member__isnull=True)
    pages = list(rows.order_by("id")[:limit])
    if not pages:
        return []
    reached = conversations_reached(actor, [page.member_id for page in pages if page.member_id])
    reads_unknown = isinstance(actor, Staff) and actor.may(UNKNOWN)
    told = told_about(actor, [page.id for page in pages])
    people = {notice.recipient_id for notices in told.values() for notice in notices}
    names = names_of(user_id for user_id in people if user_id)
    return [
        OpenPage(
            id=page.id,
            conversation_id=page.member_id,
            text_id=page.message_id,
            level=page.level,
            made_at=page.made_at,
            due_at=page.due_at,
            step=page.step,
            told=[_told(notice, names) for notice in told.get(page.id, [])],
            is_mine_to_open=page.member_id in reached if page.member_id else reads_unknown,
        )
        for page in pages
        if page.due_at
    ]


def called_to(actor: Staff, page_id: UUID) -> UUID | None:
    """The member of a page that waits, or that the actor acknowledged within a day; else None."""
    lately = timezone.now() - _STAYS_CALLED
    waits = Q(due_at__isnull=False)
    own = Q(acknowledged_by=actor.user_id, acknowledged_at__gte=lately)
    rows = Page.objects.filter(waits | own, organization_id=actor.organization_id, id=page_id)
    return rows.values_list("member_id", flat=True).first()


def conversations_reached(actor: Actor, member_ids: Collection[UUID]) -> set[UUID]:
    """Which of these conversations the actor may open: row security shows no other."""
    if not isinstance(actor, Staff) or not actor.may("conversations.read"):
        return set()
    rows = Conversation.objects.filter(member_id__in=member_ids)
    return set(rows.values_list("member_id", flat=True))


def lock_due(*, organization_id: UUID, limit: int) -> list[Page]:
    """Locks pages whose time is over; those that somebody else holds are left out."""
    rows = Page.objects.filter(organization_id=organization_id, due_at__lte=Now())
    return list(rows.order_by("due_at").select_for_update(skip_locked=True)[:limit])


def organizations_calling() -> list[UUID]:
    """Where somebody is to be called now. Only workers may ask, in no context."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM conversations_calling()")
        return [row[0] for row in cursor.fetchall()]


def _told(notice: Notice, names: dict[UUID, str]) -> Told:
    name = names.get(notice.recipient_id, "") if notice.recipient_id else ""
    way, state = notice.get_way_display(), notice.get_state_display()
    return Told(name or "Another service", way, state, notice.settled_at or notice.made_at)
