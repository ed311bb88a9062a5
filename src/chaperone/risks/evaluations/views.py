"""How we look whether our safeguards hold: what is planned, what was done, what it found."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of, staff_of
from chaperone.access.sentences import LEFT
from chaperone.registers.answers import answer, done, sent
from chaperone.registers.lists import Filter, Listing
from chaperone.registers.queries.attachments import attachments_of
from chaperone.registers.queries.history import history_of
from chaperone.risks.evaluations.actions import (
    cancel_evaluation,
    change_evaluation,
    conclude_evaluation,
    plan_evaluation,
)
from chaperone.risks.evaluations.errors import EvaluationsError, NoSuchEvaluation
from chaperone.risks.evaluations.forms import CancelForm, DoneForm, PlanForm
from chaperone.risks.evaluations.queries import (
    evaluation_of,
    evaluations_of,
    findings_by,
    in_state,
    latest_done,
)
from chaperone.risks.models import Evaluation

PURPOSE = "operations"
STATES = (
    ("planned", "Planned"),
    ("overdue", "Overdue"),
    ("done", "Done"),
    ("cancelled", "Called off"),
)
_PLANNED = tuple(PlanForm.base_fields)


@require_GET
@requires("risks.read", purpose=PURPOSE)
def register(request: SignedInRequest) -> HttpResponse:
    """Every evaluation, what is planned first on top."""
    today = timezone.localdate()
    listing = Listing(
        request,
        evaluations_of(request.actor),
        search=["title", "scope", "performed_by"],
        filters={
            "state": Filter(
                "State", STATES, lambda rows, state: rows.filter(in_state(state, today))
            ),
            "kind": Filter("Kind", Evaluation.Kind.choices, "kind"),
        },
        register="evaluations",
    )
    names = names_of({row.owner_id for row in listing.rows if row.owner_id})
    latest = latest_done(request.actor)
    context = {
        "listing": listing,
        "lines": [
            (row, row.state_on(today), names.get(row.owner_id, LEFT) if row.owner_id else "")
            for row in listing.rows
        ],
        "technical": latest.get("technical"),
        "nontechnical": latest.get("nontechnical"),
        "may_change": request.actor.may("risks.manage"),
    }
    return render(request, "risks/evaluations/register.html", context)


@require_http_methods(["GET", "POST"])
@requires("risks.manage", purpose=PURPOSE)
def add(request: SignedInRequest) -> HttpResponse:
    """A new plan."""
    form = PlanForm(sent(request), people=staff_of(request.actor))
    if form.is_bound and form.is_valid():
        evaluation = plan_evaluation(actor=request.actor, **form.cleaned_data)
        messages.success(request, "Planned. Whoever sees to it is reminded before.")
        return redirect("risks:evaluations:evaluation", evaluation_id=evaluation.id)
    context = {
        "heading": "What do we look at, and when?",
        "hint": "Scans, penetration tests, audits, and the yearly evaluation of the programme.",
        "submit": "Plan it",
        "back": reverse("risks:evaluations:register"),
    }
    return answer(request, "risks/form_page.html", context, form=form)


@require_GET
@requires("risks.read", purpose=PURPOSE)
def evaluation(request: SignedInRequest, evaluation_id: UUID) -> HttpResponse:
    """One evaluation with its report and what it found."""
    found = _reach(request, evaluation_id)
    names = names_of({each for each in (found.owner_id, found.concluded_by) if each})
    today = timezone.localdate()
    may_change = request.actor.may("risks.manage")
    context = {
        "evaluation": found,
        "state": found.state_on(today),
        "owner": names.get(found.owner_id, LEFT) if found.owner_id else "",
        "concluded_by": names.get(found.concluded_by, LEFT) if found.concluded_by else "",
        "findings": [(row, row.state_on(today)) for row in findings_by(found)],
        "next": Evaluation.objects.filter(
            organization_id=found.organization_id, follows=found
        ).first(),
        "may_change": may_change,
        "attachments": attachments_of(request.actor, found.id),
        "kind": "risks.evaluation",
        "record": found.id,
        "may_attach": may_change,
        "changes": history_of(request.actor, found.id),
    }
    return render(request, "risks/evaluations/evaluation.html", context)


@require_http_methods(["GET", "POST"])
@requires("risks.manage", purpose=PURPOSE)
def change(request: SignedInRequest, evaluation_id: UUID) -> HttpResponse:
    """Changes the plan."""
    found = _reach(request, evaluation_id)
    initial = {name: getattr(found, name) for name in _PLANNED}
    form = PlanForm(sent(request), people=staff_of(request.actor), initial=initial)
    if done(
        form,
        lambda: change_evaluation(actor=request.actor, evaluation_id=found.id, **form.cleaned_data),
        EvaluationsError,
    ):
        messages.success(request, "Changed.")
        return redirect("risks:evaluations:evaluation", evaluation_id=found.id)
    context = _form_page(
        found,
        "What is planned?",
        "It changes what is planned; what was done stays.",
        "Save the plan",
    )
    return answer(request, "risks/form_page.html", context, form=form)


@require_http_methods(["GET", "POST"])
@requires("risks.manage", purpose=PURPOSE)
def conclude(request: SignedInRequest, evaluation_id: UUID) -> HttpResponse:
    """Says that it was done."""
    found = _reach(request, evaluation_id)
    form = DoneForm(
        sent(request),
        initial={"performed_by": found.performed_by, "done_on": timezone.localdate()},
    )
    if done(
        form,
        lambda: conclude_evaluation(
            actor=request.actor, evaluation_id=found.id, **form.cleaned_data
        ),
        EvaluationsError,
    ):
        messages.success(request, "Noted. Attach the report here.")
        return redirect("risks:evaluations:evaluation", evaluation_id=found.id)
    context = _form_page(
        found,
        "What came of it?",
        "If it comes back, the next one is planned at once.",
        "It is done",
    )
    return answer(request, "risks/form_page.html", context, form=form)


@require_http_methods(["GET", "POST"])
@requires("risks.manage", purpose=PURPOSE)
def cancel(request: SignedInRequest, evaluation_id: UUID) -> HttpResponse:
    """Calls it off."""
    found = _reach(request, evaluation_id)
    form = CancelForm(sent(request))
    if done(
        form,
        lambda: cancel_evaluation(actor=request.actor, evaluation_id=found.id, **form.cleaned_data),
        EvaluationsError,
    ):
        messages.success(request, "Called off.")
        return redirect("risks:evaluations:evaluation", evaluation_id=found.id)
    context = _form_page(
        found,
        "Why is it called off?",
        "It stays in the register, and does not come back by itself.",
        "Call it off",
    )
    return answer(request, "risks/form_page.html", context, form=form)


def _form_page(found: Evaluation, heading: str, hint: str, submit: str) -> dict[str, Any]:
    return {
        "heading": heading,
        "about": found.title,
        "hint": hint,
        "submit": submit,
        "back": reverse("risks:evaluations:evaluation", kwargs={"evaluation_id": found.id}),
    }


def _reach(request: SignedInRequest, evaluation_id: UUID) -> Evaluation:
    try:
        return evaluation_of(request.actor, evaluation_id)
    except NoSuchEvaluation as problem:
        raise NotReachable(str(problem)) from problem
