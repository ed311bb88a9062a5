"""Accepting a risk with a second factor, by somebody whose risk it is not; taking that back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.accounts.steps import ask_again
from chaperone.organizations.days import today_of
from chaperone.registers.actions.signing import factor_for_form
from chaperone.registers.answers import sent
from chaperone.risks.actions.accept import accept_risk, judged_text
from chaperone.risks.actions.endings import withdraw_acceptance
from chaperone.risks.errors import NotAcceptable
from chaperone.risks.forms.risks import AcceptanceForm, WhyForm
from chaperone.risks.frame import ACCEPT, PURPOSE, Act, asked, done
from chaperone.risks.models import Risk
from chaperone.risks.standing import latest_end
from chaperone.risks.views.one import found_risk


@require_http_methods(["GET", "POST"])
@requires(ACCEPT, purpose=PURPOSE)
def risk_accept(request: SignedInRequest, risk_id: UUID) -> HttpResponse:
    """Takes a risk upon the organization until a day, and signs that."""
    found = found_risk(request, risk_id)
    factor = factor_for_form(request)
    if not factor:
        return ask_again(request)
    form = AcceptanceForm(sent(request))
    if done(
        form,
        lambda: accept_risk(
            actor=request.actor, risk_id=found.id, factor=factor, **form.cleaned_data
        ),
    ):
        messages.success(request, "Accepted, and signed with your name.")
        return redirect("risks:risk", risk_id=found.id)
    act = Act(
        "Can the organization live with this risk?",
        _hint(request, found),
        "Accept and sign",
        reverse("risks:risk", kwargs={"risk_id": found.id}),
    )
    return asked(request, form, act, {"about": str(found), "text": _text(found)})


@require_http_methods(["GET", "POST"])
@requires(ACCEPT, purpose=PURPOSE)
def risk_withdraw(request: SignedInRequest, risk_id: UUID) -> HttpResponse:
    """Takes an acceptance back."""
    found = found_risk(request, risk_id)
    form = WhyForm(sent(request))
    if done(
        form,
        lambda: withdraw_acceptance(actor=request.actor, risk_id=found.id, **form.cleaned_data),
    ):
        messages.success(request, "Taken back. The risk is open again.")
        return redirect("risks:risk", risk_id=found.id)
    act = Act(
        "Why can we not live with it any longer?",
        "The risk is open again this second. The acceptance and its signature stay on record.",
        "Take it back",
        reverse("risks:risk", kwargs={"risk_id": found.id}),
        hurts=True,
    )
    return asked(request, form, act, {"about": str(found)})


def _hint(request: SignedInRequest, risk: Risk) -> str:
    if risk.residual_level is None:
        return "Nobody has judged it yet, so nobody can accept it."
    try:
        latest = latest_end(risk.residual_level, today_of(request.actor))
    except NotAcceptable as problem:
        return str(problem)
    return f"At most until {latest.isoformat()} at this level; the day after, it is open again."


def _text(risk: Risk) -> str:
    """What is signed, but for the reason and the day."""
    if risk.residual_level is None:
        return ""
    return judged_text(risk)
