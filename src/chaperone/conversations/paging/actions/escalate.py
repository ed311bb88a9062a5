"""Calls people one step after another until somebody acknowledges (45 CFR 164.308(a)(6)(ii) by
analogy: what is noticed must reach somebody). A step is one transaction: the page, the notices and
the entry commit together or not at all, so that a process that ends repeats a step or skips none.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.access.queries import people_who_may
from chaperone.conversations.models import Conversation, Page, Urgency
from chaperone.conversations.paging.events import PAGE_CALLED, PAGE_REACHED_NOBODY
from chaperone.conversations.paging.notice import NEEDED
from chaperone.conversations.paging.queries import (
    LEAD,
    WATCH,
    lock_due,
    may_be_called,
    organizations_calling,
)
from chaperone.conversations.paging.settings import PAGE_MINUTES, URGENT_MINUTES
from chaperone.duties.queries import called_by_text, rota_of
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.notices.actions.tell import tell
from chaperone.notices.models import Notice
from chaperone.organizations.queries import value_of

ON_CALL, LEADS, OFFICERS = 1, 2, 3
"""The steps. After the last, all of them are called again and again."""
BATCH = 8
_EMAIL, _TEXT = Notice.Way.EMAIL, Notice.Way.TEXT


def escalate_everywhere() -> None:
    """Calls whoever is due in any organization: every few seconds, and after a lost nudge."""
    for organization_id in organizations_calling():
        escalate(organization_id=organization_id)


def escalate(*, organization_id: UUID) -> None:
    """Calls whoever is due in the organization."""
    while escalate_batch(organization_id=organization_id):
        pass


def escalate_batch(*, organization_id: UUID) -> int:
    """Takes up to ``BATCH`` pages a step further; returns how many."""
    actor = worker(organization_id)
    with acting_for(actor):
        due = lock_due(organization_id=organization_id, limit=BATCH)
        for page in due:
            _step(actor, page)
    return len(due)


def _step(actor: Actor, page: Page) -> None:
    """Calls those of the next step who can be called; a step with nobody in it takes no time."""
    passed_over = []
    called: set[UUID] = set()
    while not called and page.step < OFFICERS:
        page.step += 1
        called = _people(actor, page)
        if not called:
            passed_over.append(page.step)
    if not called:
        called = _everybody(actor, page)
    page.due_at = timezone.now() + _patience(page)
    page.save(update_fields=["step", "due_at"])
    _call(actor, page, called)
    append(
        event=PAGE_CALLED if called else PAGE_REACHED_NOBODY,
        actor=actor,
        members=page.members,
        details={
            "page": str(page.id),
            "step": page.step,
            "people": sorted(map(str, called)),
            "nobody at step": passed_over,
        },
    )


def _people(actor: Actor, page: Page) -> set[UUID]:
    match page.step:
        case 1:
            return _first(actor, page)
        case 2:
            return set(people_who_may(actor, LEAD))
        case _:
            return _everybody(actor, page) if people_who_may(actor, WATCH) else set()


def _first(actor: Actor, page: Page) -> set[UUID]:
    """Who is on call now, and the coach who answers this conversation."""
    able = may_be_called(actor)
    now = timezone.now()
    on_call = rota_of(actor, since=now, able=able).on_call(now)
    rows = Conversation.objects.filter(member_id__in=page.members)
    coach = rows.values_list("coach_id", flat=True).first()
    return {user_id for user_id in (on_call, coach) if user_id in able} - {None}


def _everybody(actor: Actor, page: Page) -> set[UUID]:
    found = _first(actor, page)
    return found.union(people_who_may(actor, LEAD), people_who_may(actor, WATCH))


def _call(actor: Actor, page: Page, people: Iterable[UUID]) -> None:
    listed = sorted(people)
    by_text = called_by_text(page.organization_id, listed)
    tell(
        actor=actor,
        kind=NEEDED,
        subject_id=page.id,
        recipients={
            user_id: (_TEXT, _EMAIL) if user_id in by_text else (_EMAIL,) for user_id in listed
        },
        webhook=True,
    )


def _patience(page: Page) -> timedelta:
    first = page.level == Urgency.URGENT and page.step == ON_CALL
    setting = URGENT_MINUTES if first else PAGE_MINUTES
    return timedelta(minutes=value_of(setting, page.organization_id))
