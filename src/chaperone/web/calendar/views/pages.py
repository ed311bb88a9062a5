"""The one calendar of everything that falls due: as a list, by month, and as a link."""

import calendar
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.duties.actions.feeds import end_feed, feed_of, make_feed
from chaperone.duties.dues import Listed
from chaperone.duties.models import Reminder
from chaperone.registers.answers import answer
from chaperone.web.calendar.forms import FIRST, LAST, DuesForm, MonthForm
from chaperone.web.calendar.listing import AHEAD, ROOMS, address_of, listed_for, today_in

ANYBODY = "access.own"
PURPOSE = "operations"
MOST = 300
_GROUPS = {"overdue": "Overdue", "today": "Today", "soon": "Within a week", "later": "Later"}


class Line(NamedTuple):
    """A due on the page, and where it is done."""

    listed: Listed
    address: str
    room: str


class Day(NamedTuple):
    """A day of a month, with what falls due on it."""

    day: date
    lines: list[Line]
    inside: bool


@require_GET
@requires(ANYBODY, purpose=PURPOSE)
def dues(request: SignedInRequest) -> HttpResponse:
    """What falls due, for whom it does: what is overdue first."""
    form = DuesForm(request.GET, rooms=ROOMS)
    lines = _lines(request, form) if form.is_valid() else []
    shown = lines[:MOST]
    context = {
        "groups": [
            (_GROUPS[state], list(found))
            for state, found in groupby(shown, key=lambda line: line.listed.state)
        ],
        "overdue": sum(line.listed.state == "overdue" for line in lines),
        "hidden": len(lines) - len(shown),
        "searched": any(request.GET.values()),
        "has_link": feed_of(request.actor) is not None,
    }
    return answer(request, "calendar/calendar.html", context, form=form)


@require_GET
@requires(ANYBODY, purpose=PURPOSE)
def month(request: SignedInRequest) -> HttpResponse:
    """The same on the days of one month."""
    form = MonthForm(request.GET, rooms=ROOMS)
    today = today_in(request.organization)
    asked = form.cleaned_data["month"] if form.is_valid() else None
    first = (asked or today).replace(day=1)
    lines = _lines(request, form, until=_next(first)) if form.is_valid() else []
    by_day: dict[date, list[Line]] = {}
    for line in lines:
        by_day.setdefault(line.listed.due.due_on, []).append(line)
    weeks = [
        [Day(day, by_day.get(day, []), day.month == first.month) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    before = first - timedelta(days=1)
    context = {
        "weeks": weeks,
        "first": first,
        "today": today,
        "previous": _address(request, before) if first > FIRST else "",
        "next": _address(request, _next(first)) if first < LAST else "",
    }
    return answer(request, "calendar/month.html", context, form=form)


@require_http_methods(["GET", "POST"])
@requires(ANYBODY, purpose=PURPOSE)
def link(request: SignedInRequest) -> HttpResponse:
    """The secret link for a calendar program; made anew on demand, and shown that once."""
    context: dict[str, Any] = {"feed": feed_of(request.actor)}
    if request.method == "POST":
        token = make_feed(actor=request.actor)
        path = reverse("calendar:feed", kwargs={"token": token})
        context = {"feed": feed_of(request.actor), "address": request.build_absolute_uri(path)}
    return render(request, "calendar/link.html", context)


@require_POST
@requires(ANYBODY, purpose=PURPOSE)
def link_end(request: SignedInRequest) -> HttpResponse:
    """The link opens nothing any more."""
    if end_feed(actor=request.actor, user_id=request.actor.user_id, reason="Ended by its owner."):
        messages.success(request, "Ended. The link opens nothing any more.")
    return redirect("calendar:link")


@require_GET
@requires(ANYBODY, purpose=PURPOSE)
def reminder(request: SignedInRequest, reminder_id: UUID) -> HttpResponse:
    """From an e-mail to what it is about; where it is done already, to the calendar."""
    actor = request.actor
    found = Reminder.objects.filter(
        organization_id=actor.organization_id, id=reminder_id, user_id=actor.user_id
    ).first()
    if found is None:
        raise NotReachable("There is no such reminder of yours.")
    today = today_in(request.organization)
    for listed in listed_for(actor, today=today, until=max(found.due_on, today)):
        if listed.due.key == found.key:
            return redirect(address_of(listed.due))
    messages.success(request, "That is done already, or not yours any more.")
    return redirect("calendar:calendar")


def _lines(request: SignedInRequest, form: DuesForm, *, until: date | None = None) -> list[Line]:
    today = today_in(request.organization)
    found = listed_for(request.actor, today=today, until=until or today + AHEAD)
    asked = form.cleaned_data
    return [
        Line(each, address_of(each.due), ROOMS.get(each.due.room, each.due.room))
        for each in found
        if (each.mine or asked["show"] == "all")
        and (not asked["room"] or each.due.room == asked["room"])
    ]


def _next(first: date) -> date:
    """The first day of the next month."""
    return first + timedelta(days=calendar.monthrange(first.year, first.month)[1])


def _address(request: SignedInRequest, day: date) -> str:
    kept = {name: request.GET[name] for name in ("show", "room") if request.GET.get(name)}
    return "?" + urlencode({**kept, "month": f"{day:%Y-%m}"})
