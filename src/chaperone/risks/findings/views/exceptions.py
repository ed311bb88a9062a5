"""More time for a finding: asked for, and decided on by somebody else."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.access.sentences import LEFT
from chaperone.registers.answers import answer, sent
from chaperone.risks.findings.actions.exceptions import (
    ask_exception,
    decide_exception,
    withdraw_exception,
)
from chaperone.risks.findings.errors import FindingsError, NoSuchException
from chaperone.risks.findings.forms import DecisionForm, ExceptionForm
from chaperone.risks.findings.queries.findings import exception_of, exceptions_waiting
from chaperone.risks.findings.views.register import PURPOSE, reach


@require_GET
@requires("risks.read", purpose=PURPOSE)
def waiting(request: SignedInRequest) -> HttpResponse:
    """Every request that waits for a decision."""
    found = exceptions_waiting(request.actor)
    names = names_of({each.asked_by for each in found})
    context = {
        "lines": [(each, names.get(each.asked_by, LEFT)) for each in found],
        "may_decide": request.actor.may("risks.accept"),
        "asker": request.actor.user_id,
    }
    return render(request, "risks/findings/exceptions.html", context)


@require_http_methods(["GET", "POST"])
@requires("risks.manage", purpose=PURPOSE)
def ask(request: SignedInRequest, finding_id: UUID) -> HttpResponse:
    """Asks for more time."""
    finding = reach(request, finding_id)
    form = ExceptionForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            ask_exception(actor=request.actor, finding_id=finding_id, **form.cleaned_data)
        except FindingsError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Asked for. Somebody else decides on it.")
            return redirect("risks:findings:finding", finding_id=finding_id)
    context = {
        "heading": "Why can this not be mended in time?",
        "hint": f"To be mended by {finding.due_on:%Y-%m-%d}. Somebody else decides.",
        "about": finding.title,
        "submit": "Ask for it",
        "back": reverse("risks:findings:finding", kwargs={"finding_id": finding.id}),
    }
    return answer(request, "risks/form_page.html", context, form=form)


@require_http_methods(["GET", "POST"])
@requires("risks.accept", purpose=PURPOSE)
def decide(request: SignedInRequest, exception_id: UUID) -> HttpResponse:
    """Gives the time, or refuses it."""
    try:
        asked = exception_of(request.actor, exception_id)
    except NoSuchException as problem:
        raise NotReachable(str(problem)) from problem
    form = DecisionForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            decide_exception(
                actor=request.actor,
                exception_id=exception_id,
                approve=form.cleaned_data["decision"] == "approve",
                note=form.cleaned_data["note"],
            )
        except FindingsError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Decided.")
            return redirect("risks:findings:finding", finding_id=asked.finding_id)
    names = names_of({asked.asked_by})
    context = {
        "asked": asked,
        "finding": asked.finding,
        "asked_by": names.get(asked.asked_by, LEFT),
        "own": asked.asked_by == request.actor.user_id,
    }
    return answer(request, "risks/findings/decide.html", context, form=form)


@require_POST
@requires("risks.manage", purpose=PURPOSE)
def withdraw(request: SignedInRequest, exception_id: UUID) -> HttpResponse:
    """Takes one's own request back."""
    try:
        asked = withdraw_exception(actor=request.actor, exception_id=exception_id)
    except NoSuchException as problem:
        raise NotReachable(str(problem)) from problem
    except FindingsError as problem:
        messages.warning(request, str(problem))
        return redirect("risks:findings:exceptions")
    messages.success(request, "Taken back.")
    return redirect("risks:findings:finding", finding_id=asked.finding_id)
