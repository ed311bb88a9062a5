"""What is to be done in an incident, by whom and until when."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import staff_of
from chaperone.incidents.cases.actions.tasks import add_task, assign_task, finish_task
from chaperone.incidents.cases.forms import AssignForm, FinishForm, TaskForm
from chaperone.incidents.cases.pages import head_of, reach, workers_of
from chaperone.incidents.cases.queries.standing import by_stage, tasks_of
from chaperone.incidents.errors import IncidentError
from chaperone.incidents.frame import LEFT, MANAGE, PURPOSE, READ
from chaperone.incidents.models import Incident, Task
from chaperone.incidents.queries.playbooks import playbook_for
from chaperone.registers.answers import done, sent


@require_http_methods(["GET", "POST"])
@requires(READ, purpose=PURPOSE)
def listed(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Every task, by stage; takes one more."""
    actor = request.actor
    found = reach(actor, incident_id)
    if request.method == "POST" and not actor.may(MANAGE):
        raise NotReachable("Your role reads incidents, and changes none.")
    form = TaskForm(sent(request), people=workers_of(actor, found))
    if done(
        form,
        lambda: add_task(actor=actor, incident_id=incident_id, **form.cleaned_data),
        IncidentError,
    ):
        messages.success(request, "Added.")
        return redirect("incidents:tasks", incident_id=incident_id)
    names, today = staff_of(actor), timezone.localdate()
    context = head_of(actor, found) | {
        "stages": [
            (stage.label, [_line(task, names, today) for task in tasks])
            for stage, tasks in by_stage(tasks_of(found))
        ],
        "playbook": playbook_for(actor, found.kind),
        "form": form,
    }
    wrong = form.is_bound and not form.is_valid()
    return render(request, "incidents/tasks.html", context, status=400 if wrong else 200)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def task(request: SignedInRequest, incident_id: UUID, task_id: UUID) -> HttpResponse:
    """One task: it is done, or not needed."""
    form = FinishForm(sent(request))
    if done(
        form,
        lambda: finish_task(
            actor=request.actor, incident_id=incident_id, task_id=task_id, **form.cleaned_data
        ),
        IncidentError,
    ):
        messages.success(request, "Noted.")
        return redirect("incidents:tasks", incident_id=incident_id)
    return _one(request, incident_id, task_id, {"form": form})


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def assign(request: SignedInRequest, incident_id: UUID, task_id: UUID) -> HttpResponse:
    """Says whose it is."""
    found = reach(request.actor, incident_id)
    form = AssignForm(request.POST, people=workers_of(request.actor, found))
    if done(
        form,
        lambda: assign_task(
            actor=request.actor, incident_id=incident_id, task_id=task_id, **form.cleaned_data
        ),
        IncidentError,
    ):
        messages.success(request, "Noted.")
        return redirect("incidents:tasks", incident_id=incident_id)
    return _one(request, incident_id, task_id, {"assign_form": form, "problems": form})


def _one(
    request: SignedInRequest, incident_id: UUID, task_id: UUID, forms: dict[str, Any]
) -> HttpResponse:
    actor = request.actor
    found = reach(actor, incident_id)
    each = _reach_task(found, task_id)
    initial = {"owner_id": str(each.owner_id or ""), "due_on": each.due_on}
    context = head_of(actor, found) | {
        "line": _line(each, staff_of(actor), timezone.localdate()),
        "form": FinishForm(),
        "assign_form": AssignForm(people=workers_of(actor, found), initial=initial),
        **forms,
    }
    sent_one = forms.get("problems") or forms.get("form")
    wrong = sent_one is not None and sent_one.is_bound
    return render(request, "incidents/task.html", context, status=400 if wrong else 200)


def _reach_task(found: Incident, task_id: UUID) -> Task:
    each = tasks_of(found).filter(id=task_id).first()
    if each is None:
        raise NotReachable("There is no such task in this incident.")
    return each


def _line(each: Task, names: dict[UUID, str], today: date) -> dict[str, Any]:
    return {
        "task": each,
        "what": each.what.reveal(),
        "outcome": each.outcome.reveal() if each.outcome else "",
        "state": each.state_on(today),
        "owner": names.get(each.owner_id, LEFT) if each.owner_id else "",
        "done_by": names.get(each.done_by, LEFT) if each.done_by else "",
    }
