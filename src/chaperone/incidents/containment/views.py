"""Stopping something because of an incident: each step asks first, and most can be undone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import people_of, staff_of
from chaperone.access.roles import PERMISSIONS
from chaperone.incidents.cases.pages import head_of, reach
from chaperone.incidents.containment.actions import contain, undo
from chaperone.incidents.containment.forms import ConfirmForm, PersonForm
from chaperone.incidents.containment.ways import WAYS, Way
from chaperone.incidents.errors import IncidentError
from chaperone.incidents.frame import LEFT, MANAGE, PURPOSE, READ
from chaperone.incidents.models import Containment, Incident
from chaperone.registers.answers import answer, done, sent


@require_GET
@requires(READ, purpose=PURPOSE)
def contained(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """What can be stopped, what was, and what can be undone?"""
    return _page(request, incident_id, "")


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def stop(request: SignedInRequest, incident_id: UUID, how: str) -> HttpResponse:
    """Asks whether to, says what will happen, and does it."""
    actor = request.actor
    if how not in WAYS:
        raise Http404
    way = WAYS[how]
    found = reach(actor, incident_id)
    form = _form(request, way, found)
    if done(
        form,
        lambda: contain(actor=actor, incident_id=incident_id, how=how, **form.cleaned_data),
        IncidentError,
    ):
        said = "Exercised. Nothing was changed." if found.drill else "Done. It is on the timeline."
        messages.success(request, said)
        return redirect("incidents:contain", incident_id=incident_id)
    context = head_of(actor, found) | {"way": way, "refused": _refused(request, way)}
    return answer(request, "incidents/stop.html", context, form=form)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def undone(request: SignedInRequest, incident_id: UUID, containment_id: UUID) -> HttpResponse:
    """Allows again what was stopped."""
    reach(request.actor, incident_id)
    try:
        undo(actor=request.actor, incident_id=incident_id, containment_id=containment_id)
    except IncidentError as problem:
        return _page(request, incident_id, str(problem), status=409)
    messages.success(request, "Undone.")
    return redirect("incidents:contain", incident_id=incident_id)


def _page(
    request: SignedInRequest, incident_id: UUID, problem: str, *, status: int = 200
) -> HttpResponse:
    actor = request.actor
    found = reach(actor, incident_id)
    names = staff_of(actor)
    steps = Containment.objects.filter(incident=found).order_by("-id")
    context = head_of(actor, found) | {
        "ways": [{"way": each, "refused": _refused(request, each)} for each in WAYS.values()],
        "steps": [_line(each, names) for each in steps],
        "may_undo": actor.may(MANAGE),
        "problem": problem,
    }
    return render(request, "incidents/contain.html", context, status=status)


def _form(request: SignedInRequest, way: Way, found: Incident) -> ConfirmForm | PersonForm:
    if not way.of_a_person:
        return ConfirmForm(sent(request))
    initial = {"target_id": str(found.about_id or "")}
    return PersonForm(sent(request), people=people_of(request.actor), initial=initial)


def _refused(request: SignedInRequest, way: Way) -> str:
    if request.actor.may(way.permission):
        return ""
    return f"Your role may not do this: ask somebody who may {PERMISSIONS[way.permission]}."


def _line(step: Containment, names: dict[UUID, str]) -> dict[str, Any]:
    way = WAYS[step.how]
    state = "done" if step.finished_at else "working"
    if step.exercised:
        state = "exercised"
    return {
        "step": step,
        "state": "undone" if step.undone_at else state,
        "whom": names.get(step.target_id, LEFT) if step.target_id else "",
        "by": names.get(step.done_by, LEFT),
        "can_undo": way.undo is not None and not step.undone_at,
        "again": way.again,
    }
