"""What needs somebody today: pages, gaps in the rota, drafts, requests, and what they were told.

Who runs security finds alerts, incidents and how the organization stands here as well.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Min
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from chaperone.access.actors import Staff
from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries.requests import ToDecide, to_decide
from chaperone.conversations.models import FixedText
from chaperone.conversations.paging.queries import (
    ANSWER,
    EMERGENCY,
    LEAD,
    WATCH,
    may_be_called,
    open_pages,
)
from chaperone.conversations.texts.defaults import KINDS, LANGUAGES
from chaperone.conversations.texts.queries import drafts_for
from chaperone.duties.dues import overdue
from chaperone.duties.queries import AHEAD, rota_of
from chaperone.duties.rota import Segment
from chaperone.facilities.queries.copies import copies_to_decide
from chaperone.notices.actions.tell import note_seen
from chaperone.notices.kinds import kind_named
from chaperone.notices.queries import unseen_of
from chaperone.organizations.queries import looked_up_once
from chaperone.web.calendar.listing import address_of, listed_for, today_in
from chaperone.web.today.officers import AHEAD as AHEAD_FOR_OFFICERS
from chaperone.web.today.officers import NEEDS, for_officers, runs_security

# A gap of a minute at a hand-over is one, too; shorter ones are not shown.
_SHORTEST_GAP = timedelta(minutes=1)
_NEEDS = ("pages", "gaps", "overdue", "drafts", "requests", "copies", "told")


class Copies(NamedTuple):
    """How many requests for copies wait, and until when the first can be decided."""

    waiting: int
    until: datetime


class Draft(NamedTuple):
    """A draft of a fixed text that waits for this person."""

    name: str
    language: str
    label: str


@require_GET
@requires(ANSWER, purpose="operations")
def today(request: SignedInRequest) -> HttpResponse:
    """Everything that waits for this person, the most urgent first."""
    with looked_up_once():
        context = _context(request)
    return render(request, "today/today.html", context)


def _context(request: SignedInRequest) -> dict[str, Any]:
    actor = request.actor
    officer = runs_security(actor)
    day = today_in(request.organization)
    # Each source of duties is asked once, for all that the page shows of them.
    listed = listed_for(actor, today=day, until=day + AHEAD_FOR_OFFICERS if officer else day)
    context: dict[str, Any] = {
        "pages": open_pages(actor),
        "gaps": _gaps(request) if actor.may(LEAD) or actor.may(WATCH) else [],
        "overdue": [(each, address_of(each.due)) for each in overdue(listed, day)],
        "drafts": _drafts(request) if actor.may("texts.manage") else [],
        "requests": _requests(actor) if actor.may("access.approve") else None,
        "copies": _copies(actor) if actor.may("copies.approve") else None,
        "told": [(notice.made_at, kind_named(notice.kind).subject) for notice in unseen_of(actor)],
        "may_manage_rota": actor.may(LEAD),
        "may_reach": actor.may(EMERGENCY),
    }
    if officer:
        context |= for_officers(actor, request.organization, listed)
    context["nothing"] = not any(context.get(name) for name in (*_NEEDS, *NEEDS))
    return context


@require_POST
@requires(ANSWER, purpose="operations")
def told_seen(request: SignedInRequest) -> HttpResponse:
    """What they were told is seen; whom it calls stays called until somebody acknowledges."""
    note_seen(actor=request.actor, notice_ids=[row.id for row in unseen_of(request.actor)])
    return redirect("today:today")


def _gaps(request: SignedInRequest) -> list[Segment]:
    """When nobody is on call, now and in the next days."""
    now = timezone.now()
    rota = rota_of(request.actor, since=now, able=may_be_called(request.actor))
    return [gap for gap in rota.gaps(now, now + AHEAD) if gap.ends - gap.begins >= _SHORTEST_GAP]


def _requests(actor: Staff) -> ToDecide | None:
    found = to_decide(actor)
    return found if found.waiting else None


def _copies(actor: Staff) -> Copies | None:
    found = Copies(**copies_to_decide(actor).aggregate(waiting=Count("id"), until=Min("ends_at")))
    return found if found.waiting else None


def _drafts(request: SignedInRequest) -> list[Draft]:
    found: list[FixedText] = drafts_for(request.actor)
    return [
        Draft(row.name, row.language, f"{KINDS[row.name].label}, {LANGUAGES[row.language]}")
        for row in found
    ]
