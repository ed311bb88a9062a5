"""One incident: what is known, what comes next, what happened."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import people_of, staff_of
from chaperone.incidents.cases.actions.stages import close_case, end_stage, stage_of
from chaperone.incidents.cases.actions.working import acknowledge_case, change_case, write_note
from chaperone.incidents.cases.forms import CaseForm, NoteForm, TeamForm
from chaperone.incidents.cases.pages import colleagues_of, head_of, reach
from chaperone.incidents.cases.queries.standing import (
    by_stage,
    clock_of,
    contain_by,
    tasks_of,
    team_of,
    times_of,
)
from chaperone.incidents.cases.queries.timeline import timeline_of
from chaperone.incidents.errors import IncidentError
from chaperone.incidents.frame import MANAGE, PURPOSE, READ
from chaperone.incidents.kinds import KINDS
from chaperone.incidents.models import Stage
from chaperone.incidents.queries.reports import reports_of
from chaperone.registers.answers import answer, done, sent

_ASKS = {
    Stage.CONTAIN: "Stop it from getting worse, and keep what shows what happened.",
    Stage.ERADICATE: "Find how it came about, and remove that.",
    Stage.RECOVER: "Bring everything back, and judge whether it is a breach.",
    Stage.LESSONS: "Write down what is learned, and close it.",
}


@require_GET
@requires(READ, purpose=PURPOSE)
def case(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """What is known of it, and what comes next?"""
    return one(request, incident_id, {})


def one(
    request: SignedInRequest, incident_id: UUID, forms: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The page of an incident; ``forms``: those that were sent and are wrong, by name."""
    actor = request.actor
    found = reach(actor, incident_id)
    stage = stage_of(found)
    people = staff_of(actor)
    stages = by_stage(tasks_of(found))
    left = [task for each, tasks in stages if each == stage for task in tasks if not task.done_at]
    context = head_of(actor, found) | {
        "stage": stage,
        "asks": _ASKS[stage],
        "left": [(task, task.what.reveal()) for task in left],
        "required_left": any(task.required for task in left),
        "is_last": stage == Stage.LESSONS,
        "clock": clock_of(found, timezone.now()),
        "contain_by": contain_by(found),
        "times": times_of(found),
        "team": team_of(found, people),
        "lead": people.get(found.lead_id, "somebody who has left") if found.lead_id else "",
        "about": people.get(found.about_id, "somebody who has left") if found.about_id else "",
        "reports": list(reports_of(actor).filter(incident=found)),
        "kind_about": KINDS[found.kind].about,
        "team_form": TeamForm(people=colleagues_of(actor, found)),
        **forms,
    }
    return render(request, "incidents/case.html", context, status=status)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def acknowledge(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Takes it in hand."""
    return _done(
        request,
        incident_id,
        lambda: acknowledge_case(actor=request.actor, incident_id=incident_id),
        "It is yours.",
    )


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def stage(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Ends the stage that it is in, which the form names, so that none is ended twice."""
    ended = request.POST.get("stage", "")
    return _done(
        request,
        incident_id,
        lambda: end_stage(actor=request.actor, incident_id=incident_id, stage=ended),
        "Noted. Here is what comes next.",
    )


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def close(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Closes it."""
    return _done(
        request,
        incident_id,
        lambda: close_case(actor=request.actor, incident_id=incident_id),
        "Closed.",
    )


def _done(
    request: SignedInRequest, incident_id: UUID, act: Callable[[], Any], said: str
) -> HttpResponse:
    reach(request.actor, incident_id)
    try:
        act()
    except IncidentError as problem:
        return one(request, incident_id, {"problem": str(problem)}, status=409)
    messages.success(request, said)
    return redirect("incidents:case", incident_id=incident_id)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def change(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Changes what is known of it."""
    actor = request.actor
    found = reach(actor, incident_id)
    own = {"title": found.title.reveal(), "about_id": str(found.about_id or "")}
    names = ("kind", "severity", "confidential", "discovered_at", "happened_from", "happened_until")
    initial = {name: getattr(found, name) for name in names} | own
    people = {each: name for each, name in people_of(actor).items() if each != actor.user_id}
    form = CaseForm(sent(request), people=people, initial=initial)
    if done(
        form,
        lambda: change_case(actor=actor, incident_id=incident_id, **form.cleaned_data),
        IncidentError,
    ):
        messages.success(request, "Saved.")
        return redirect("incidents:case", incident_id=incident_id)
    context = head_of(actor, found) | {
        "heading": "What is known of it?",
        "hint": "Who changed what stands in the timeline; its title is kept sealed.",
        "submit": "Save",
        "back": reverse("incidents:case", kwargs={"incident_id": incident_id}),
    }
    return answer(request, "incidents/form_page.html", context, form=form)


@require_GET
@requires(READ, purpose=PURPOSE)
def timeline(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """What happened, in order?"""
    return _timeline(request, incident_id, NoteForm())


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def note(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Writes a note."""
    reach(request.actor, incident_id)
    form = NoteForm(request.POST)
    if done(
        form,
        lambda: write_note(actor=request.actor, incident_id=incident_id, **form.cleaned_data),
        IncidentError,
    ):
        messages.success(request, "Written.")
        return redirect("incidents:timeline", incident_id=incident_id)
    return _timeline(request, incident_id, form, status=400)


def _timeline(
    request: SignedInRequest, incident_id: UUID, form: NoteForm, *, status: int = 200
) -> HttpResponse:
    found = reach(request.actor, incident_id)
    context = head_of(request.actor, found) | {
        "moments": timeline_of(request.actor, found),
        "form": form,
    }
    return render(request, "incidents/timeline.html", context, status=status)
