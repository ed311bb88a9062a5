"""One standard: what it asks for, what was found, who sees to it, and what became of it."""

from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of, staff_of
from chaperone.duties.registry import people_with
from chaperone.evidence.collecting import Status
from chaperone.evidence.frame import MANAGE, PURPOSE, READ, TABS
from chaperone.evidence.freezing.queries import reading_of, trend
from chaperone.evidence.models import NotApplicable, Reading
from chaperone.evidence.pictures import spark_of
from chaperone.evidence.records import record_of
from chaperone.evidence.standing.actions import set_plan, text_of
from chaperone.evidence.standing.forms import PlanForm
from chaperone.evidence.standing.queries import plan_of, set_aside_of
from chaperone.ledger.events import registered
from chaperone.ledger.queries import Row, opened_rows
from chaperone.registers.answers import answer, done, sent
from chaperone.registers.queries.history import history_of
from chaperone.registers.queries.signatures import signatures_of
from chaperone.standards.catalogue import Standard, find
from chaperone.standards.errors import NoSuchStandard, StandardsError
from chaperone.standards.gdpr import articles_of
from chaperone.standards.proposed import proposed_beside

_MOST_ENTRIES = 20


class Shown(NamedTuple):
    """An entry of the ledger that a result rests on."""

    row: Row
    sentence: str


@require_GET
@requires(READ, purpose=PURPOSE)
def standard(request: SignedInRequest, citation: str) -> HttpResponse:
    """One standard."""
    actor, found = request.actor, reach(citation)
    reading = reading_of(actor, citation)
    plan, aside = plan_of(actor, citation), set_aside_of(actor, citation)
    record = record_of(actor.organization_id, citation)
    people = {plan.owner_id} if plan else set()
    people |= {each for each in (aside.asked_by, aside.decided_by) if each} if aside else set()
    points = trend(actor, citation)
    context = {
        "tabs": TABS,
        "standard": found,
        "reading": reading,
        "status": reading.status if reading else Status.NOT_EVALUATED,
        "entries": _entries(request, reading),
        "plan": plan,
        "aside": aside,
        "aside_text": text_of(citation, aside.reason.reveal(), aside.review_on) if aside else "",
        "may_decide": aside is not None
        and aside.state == NotApplicable.State.WAITING
        and aside.asked_by != actor.user_id,
        "names": names_of(people) if people else {},
        "may_manage": actor.may(MANAGE),
        "may_read_ledger": actor.may("ledger.read"),
        "spark": spark_of(found.name, points),
        "points": points,
        "gdpr": articles_of(citation),
        "proposed": proposed_beside(citation),
        "signatures": signatures_of(actor, record),
        "changes": history_of(actor, record),
    }
    return render(request, "evidence/standard.html", context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def plan(request: SignedInRequest, citation: str) -> HttpResponse:
    """Says who sees to it, what comes next, and until when."""
    actor, found = request.actor, reach(citation)
    here = set(people_with(actor.organization_id, ""))
    people = {user: name for user, name in staff_of(actor).items() if user in here}
    begun = plan_of(actor, citation)
    initial = (
        {"owner_id": begun.owner_id, "next_step": begun.next_step.reveal(), "due_on": begun.due_on}
        if begun
        else {}
    )
    form = PlanForm(sent(request), people=people, initial=initial)
    if done(
        form,
        lambda: set_plan(actor=actor, citation=citation, **form.cleaned_data),
        StandardsError,
    ):
        messages.success(request, "Noted. It stands in the calendar, and they are reminded.")
        return redirect("evidence:standard", citation=citation)
    reading = reading_of(actor, citation)
    context = {
        "tabs": TABS,
        "heading": "Who sees to this, and what comes next?",
        "about": f"{found.name} (45 CFR {citation})",
        "hint": reading.remedy if reading and reading.remedy else "",
        "submit": "Save",
        "back": page_of(citation),
    }
    return answer(request, "evidence/form_page.html", context, form=form)


def reach(citation: str) -> Standard:
    """The standard of an address. Raises ``NotReachable``."""
    try:
        return find(citation)
    except NoSuchStandard as problem:
        raise NotReachable(str(problem)) from problem


def page_of(citation: str) -> str:
    """The address of a standard's page."""
    return reverse("evidence:standard", kwargs={"citation": citation})


def _entries(request: SignedInRequest, reading: Reading | None) -> list[Shown]:
    """The entries that a result rests on, the newest first; what they say of members stays out."""
    ids = [UUID(each) for each in reading.ledger[:_MOST_ENTRIES]] if reading else []
    if not ids:
        return []
    known = registered()
    return [
        Shown(row, known[row.event].meaning if row.event in known else row.event)
        for row in opened_rows(request.actor, ids)
    ]
