"""One risk: what it is, and everything that is done with it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.organizations.days import today_of
from chaperone.registers.answers import sent
from chaperone.registers.queries.signatures import signatures_of
from chaperone.risks.actions.assess import assess_risk
from chaperone.risks.actions.enter import change_risk
from chaperone.risks.actions.review import close_risk, reopen_risk, review_risk
from chaperone.risks.actions.treat import finish_treatment, plan_treatment
from chaperone.risks.errors import NoSuchRisk
from chaperone.risks.forms.risks import (
    AssessmentForm,
    NoteForm,
    ReviewForm,
    RiskForm,
    TreatmentForm,
    WhyForm,
)
from chaperone.risks.frame import ACCEPT, MANAGE, PURPOSE, READ, Act, asked, done, shown
from chaperone.risks.knowledge import penalties, scales, threats, vulnerabilities
from chaperone.risks.models import Risk
from chaperone.risks.queries.assets import assets_named, assets_to_choose
from chaperone.risks.queries.history import changes_of
from chaperone.risks.queries.people import owners_of
from chaperone.risks.queries.risks import acceptances_of, risk_of
from chaperone.risks.standing import standing_of

_TOLD = ("title", "statement", "threat", "vulnerability", "asset_ids", "citations", "owner_id")
_JUDGED = (
    "inherent_likelihood",
    "inherent_impact",
    "controls",
    "residual_likelihood",
    "residual_impact",
)
_YEAR = timedelta(days=365)


@require_GET
@requires(READ, purpose=PURPOSE)
def risk(request: SignedInRequest, risk_id: UUID) -> HttpResponse:
    """What may happen, how bad it is, what is done about it, and what became of it."""
    actor, found = request.actor, found_risk(request, risk_id)
    today = today_of(actor)
    acceptances = acceptances_of(found)
    people = {found.owner_id, found.treatment_owner_id, found.assessed_by, found.reviewed_by}
    people |= {each.accepted_by for each in acceptances} | {each.ended_by for each in acceptances}
    context = {
        "risk": found,
        "standing": standing_of(found, today),
        "today": today,
        "names": names_of(each for each in people if each),
        "threat": threats().get(found.threat),
        "vulnerability": vulnerabilities().get(found.vulnerability),
        "assets": assets_named(actor, found.asset_ids),
        "scores": [
            (words, _step(found, which, "likelihood"), _step(found, which, "impact"), level)
            for words, which, level in (
                ("Without safeguards", "inherent", found.inherent_level),
                ("With them", "residual", found.residual_level),
            )
            if level
        ],
        "level": scales().level[found.residual_level - 1] if found.residual_level else None,
        "acceptances": acceptances,
        "signatures": signatures_of(actor, found.id),
        "changes": changes_of(actor, found.id),
        "penalties": penalties() if found.citations else None,
        "may_manage": actor.may(MANAGE),
        "may_accept": actor.may(ACCEPT),
        "is_mine": actor.user_id in (found.owner_id, found.owned_by, found.assessed_by),
    }
    return shown(request, "risks/risk.html", context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def risk_change(request: SignedInRequest, risk_id: UUID) -> HttpResponse:
    """Other words, assets, rules, another owner."""
    actor, found = request.actor, found_risk(request, risk_id)
    form = RiskForm(
        sent(request),
        initial={name: getattr(found, name) for name in (*_TOLD, "review_on")},
        people=owners_of(actor, also=found.owner_id),
        assets=assets_to_choose(actor, also=found.asset_ids),
    )
    if done(form, lambda: change_risk(actor=actor, risk_id=found.id, **form.cleaned_data)):
        return _back(request, found, "Changed.")
    return asked(request, form, _act(found, "What is to be changed?", "", "Change it"), _of(found))


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def risk_assess(request: SignedInRequest, risk_id: UUID) -> HttpResponse:
    """How likely and how bad."""
    actor, found = request.actor, found_risk(request, risk_id)
    form = AssessmentForm(sent(request), initial={name: getattr(found, name) for name in _JUDGED})
    if done(form, lambda: assess_risk(actor=actor, risk_id=found.id, **form.cleaned_data)):
        return _back(request, found, "Judged.")
    hint = (
        "The level follows from Table I-2 of NIST SP 800-30. If it comes out otherwise than what"
        " was accepted, that acceptance ends."
    )
    act = _act(found, "How likely is it, and how bad?", hint, "Record the judgement")
    return asked(request, form, act, _of(found))


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def risk_treat(request: SignedInRequest, risk_id: UUID) -> HttpResponse:
    """What is done about it, by whom, until when."""
    actor, found = request.actor, found_risk(request, risk_id)
    initial: dict[str, Any] = {"plan": found.plan, "due": found.treatment_due}
    if found.treatment and found.treatment != Risk.Treatment.ACCEPT:
        initial["treatment"] = found.treatment
    initial["owner_id"] = found.treatment_owner_id or found.owner_id
    form = TreatmentForm(
        sent(request), initial=initial, people=owners_of(actor, also=found.treatment_owner_id)
    )
    if done(form, lambda: plan_treatment(actor=actor, risk_id=found.id, **form.cleaned_data)):
        return _back(request, found, "Planned.")
    hint = "An acceptance that counts now ends with this." if found.accepted_until else ""
    act = _act(found, "What is done about it?", hint, "Record the plan")
    return asked(request, form, act, _of(found))


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def risk_treated(request: SignedInRequest, risk_id: UUID) -> HttpResponse:
    """What was planned is done."""
    actor, found = request.actor, found_risk(request, risk_id)
    form = NoteForm(sent(request))
    if done(form, lambda: finish_treatment(actor=actor, risk_id=found.id, **form.cleaned_data)):
        messages.success(request, "Done. Now judge it anew: did it help?")
        return redirect("risks:risk_assess", risk_id=found.id)
    act = _act(found, "Was it done as planned?", found.plan, "It is done")
    return asked(request, form, act, _of(found))


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def risk_review(request: SignedInRequest, risk_id: UUID) -> HttpResponse:
    """Somebody looked at it again."""
    actor, found = request.actor, found_risk(request, risk_id)
    form = ReviewForm(sent(request), initial={"next_on": today_of(actor) + _YEAR})
    if done(form, lambda: review_risk(actor=actor, risk_id=found.id, **form.cleaned_data)):
        return _back(request, found, "Reviewed.")
    hint = "If it has become more or less likely or bad, judge it anew first."
    act = _act(found, "Is it still as it stands here?", hint, "Record the review")
    return asked(request, form, act, _of(found))


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def risk_close(request: SignedInRequest, risk_id: UUID) -> HttpResponse:
    """It does not exist any more."""
    actor, found = request.actor, found_risk(request, risk_id)
    form = WhyForm(sent(request))
    if done(form, lambda: close_risk(actor=actor, risk_id=found.id, **form.cleaned_data)):
        return _back(request, found, "Closed. It stays in the register.")
    hint = "Close it only when it cannot happen any more. It can be opened again."
    act = _act(found, "Does it not exist any more?", hint, "Close it")
    return asked(request, form, act, _of(found))


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def risk_reopen(request: SignedInRequest, risk_id: UUID) -> HttpResponse:
    """It exists again, or still."""
    actor, found = request.actor, found_risk(request, risk_id)
    form = WhyForm(sent(request))
    if done(form, lambda: reopen_risk(actor=actor, risk_id=found.id, **form.cleaned_data)):
        return _back(request, found, "Open again.")
    act = _act(found, "Why is it open again?", "", "Open it again")
    return asked(request, form, act, _of(found))


def found_risk(request: SignedInRequest, risk_id: UUID) -> Risk:
    """The risk of the address. Raises ``NotReachable``."""
    try:
        return risk_of(request.actor, risk_id)
    except NoSuchRisk as problem:
        raise NotReachable(str(problem)) from problem


def _step(risk: Risk, which: str, part: str) -> Any:
    return getattr(scales(), part)[getattr(risk, f"{which}_{part}") - 1]


def _act(risk: Risk, question: str, hint: str, button: str) -> Act:
    return Act(question, hint, button, reverse("risks:risk", kwargs={"risk_id": risk.id}))


def _of(risk: Risk) -> dict[str, Any]:
    return {"about": f"{risk.name} {risk.title}"}


def _back(request: SignedInRequest, risk: Risk, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("risks:risk", risk_id=risk.id)
