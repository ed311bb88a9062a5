"""What we do with people's data, where the GDPR applies, and what it can do to them."""

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
from chaperone.access.errors import NotReachable
from chaperone.access.forms import PostedForm
from chaperone.access.queries import names_of
from chaperone.access.roles import labels_of
from chaperone.access.sentences import LEFT
from chaperone.accounts.steps import ask_again
from chaperone.registers.actions.signing import factor_for_form
from chaperone.registers.answers import answer, done, sent
from chaperone.registers.lists import Listing
from chaperone.registers.queries.history import history_of
from chaperone.registers.queries.signatures import signatures_of
from chaperone.risks.models import ImpactAssessment, ProcessingActivity
from chaperone.risks.processing.actions import (
    change_activity,
    judge_need,
    record_activity,
    record_proposals,
    retire_activity,
    sign_assessment,
    text_of,
    write_assessment,
)
from chaperone.risks.processing.criteria import CRITERIA, is_needed
from chaperone.risks.processing.errors import NoSuchActivity, ProcessingError
from chaperone.risks.processing.forms import ActivityForm, AssessmentForm, NeedForm, RetireForm
from chaperone.risks.processing.queries import (
    activities_of,
    activity_of,
    assessments_of,
    draft_of,
    flows_of,
    gdpr_applies,
    proposals_left,
    state_of,
)

PURPOSE = "operations"
_TYPED = tuple(ActivityForm.base_fields)
_ASSESSED = tuple(AssessmentForm.base_fields)


@require_GET
@requires("risks.read", purpose=PURPOSE)
def register(request: SignedInRequest) -> HttpResponse:
    """The records of processing."""
    today = timezone.localdate()
    listing = Listing(
        request,
        activities_of(request.actor),
        search=["name", "purposes", "recipients"],
        register="processing",
    )
    context = {
        "listing": listing,
        "lines": [(row, state_of(row, today), labels_of(row.elements)) for row in listing.rows],
        "applies": gdpr_applies(request.actor.organization_id),
        "left": len(proposals_left(request.actor)),
        "may_change": request.actor.may("risks.manage"),
        "may_set": request.actor.may("settings.read"),
    }
    return render(request, "risks/processing/register.html", context)


@require_POST
@requires("risks.manage", purpose=PURPOSE)
def propose(request: SignedInRequest) -> HttpResponse:
    """Makes entries of what the running system does."""
    try:
        count = record_proposals(actor=request.actor)
    except ProcessingError as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, f"{count} entries were made. Read each, and make it yours.")
    return redirect("risks:processing:register")


@require_http_methods(["GET", "POST"])
@requires("risks.manage", purpose=PURPOSE)
def add(request: SignedInRequest) -> HttpResponse:
    """An entry by hand."""
    form = ActivityForm(sent(request))
    if done(
        form, lambda: record_activity(actor=request.actor, **form.cleaned_data), ProcessingError
    ):
        messages.success(request, "Entered.")
        return redirect("risks:processing:register")
    context = {
        "heading": "What do we do with people's data?",
        "hint": "One entry for each purpose (GDPR Art. 30).",
        "submit": "Enter it",
        "back": reverse("risks:processing:register"),
    }
    return answer(request, "risks/form_page.html", context, form=form)


@require_GET
@requires("risks.read", purpose=PURPOSE)
def activity(request: SignedInRequest, activity_id: UUID) -> HttpResponse:
    """One entry with its impact assessment."""
    found = _reach(request, activity_id)
    assessments = assessments_of(found)
    people = {each.decided_by or each.written_by for each in assessments}
    names = names_of(people)
    today = timezone.localdate()
    context = {
        "activity": found,
        "state": state_of(found, today),
        "data": labels_of(found.elements),
        "flows": flows_of(found),
        "criteria": [CRITERIA[name] for name in found.criteria or () if name in CRITERIA],
        "needed": is_needed(found.criteria or ()),
        "assessments": [
            (each, each.state_on(today), names.get(each.decided_by or each.written_by, LEFT))
            for each in assessments
        ],
        "draft": any(each.state == ImpactAssessment.State.DRAFT for each in assessments),
        "may_change": request.actor.may("risks.manage") and not found.retired_at,
        "may_sign": request.actor.may("risks.accept") and not found.retired_at,
        "signatures": signatures_of(request.actor, found.id),
        "changes": history_of(request.actor, found.id),
    }
    return render(request, "risks/processing/activity.html", context)


@require_http_methods(["GET", "POST"])
@requires("risks.manage", purpose=PURPOSE)
def change(request: SignedInRequest, activity_id: UUID) -> HttpResponse:
    """Changes an entry, which reviews it."""
    found = _reach(request, activity_id)
    initial = {name: getattr(found, name) for name in _TYPED}
    form = ActivityForm(sent(request), initial=initial)

    def act() -> Any:
        return change_activity(actor=request.actor, activity_id=found.id, **form.cleaned_data)

    hint = "Saving says that you looked at all of it: it is due again in a year."
    return _asked(request, found, form, act, "Is this still what we do?", hint, "Save")


@require_http_methods(["GET", "POST"])
@requires("risks.manage", purpose=PURPOSE)
def need(request: SignedInRequest, activity_id: UUID) -> HttpResponse:
    """Judges whether an impact assessment is needed."""
    found = _reach(request, activity_id)
    form = NeedForm(sent(request), initial={"criteria": found.criteria or []})

    def act() -> Any:
        return judge_need(actor=request.actor, activity_id=found.id, **form.cleaned_data)

    hint = "The criteria are those of the European data protection authorities (WP 248 rev.01)."
    return _asked(request, found, form, act, "Does it need an impact assessment?", hint, "Save")


@require_http_methods(["GET", "POST"])
@requires("risks.manage", purpose=PURPOSE)
def assess(request: SignedInRequest, activity_id: UUID) -> HttpResponse:
    """Writes the impact assessment."""
    found = _reach(request, activity_id)
    written = next(iter(assessments_of(found)), None)
    initial = {name: getattr(written, name) for name in _ASSESSED} if written else None
    form = AssessmentForm(sent(request), initial=initial)

    def act() -> Any:
        return write_assessment(actor=request.actor, activity_id=found.id, **form.cleaned_data)

    hint = "It holds once it is signed. If a high risk remains, ask your authority first (Art. 36)."
    return _asked(request, found, form, act, "What can this do to people?", hint, "Save the draft")


@require_http_methods(["GET", "POST"])
@requires("risks.accept", purpose=PURPOSE)
def sign(request: SignedInRequest, activity_id: UUID) -> HttpResponse:
    """Signs what is written."""
    found = _reach(request, activity_id)
    factor = factor_for_form(request)
    if not factor:
        return ask_again(request)
    form = PostedForm(sent(request))
    draft = draft_of(request.actor, found.id)

    def act() -> Any:
        return sign_assessment(actor=request.actor, activity_id=found.id, factor=factor)

    hint = text_of(found, draft) if draft else "Nothing is written that waits for a signature."
    return _asked(request, found, form, act, "Do you approve this assessment?", hint, "Sign it")


@require_http_methods(["GET", "POST"])
@requires("risks.manage", purpose=PURPOSE)
def retire(request: SignedInRequest, activity_id: UUID) -> HttpResponse:
    """Says that it is not done any more."""
    found = _reach(request, activity_id)
    form = RetireForm(sent(request))

    def act() -> Any:
        return retire_activity(actor=request.actor, activity_id=found.id, **form.cleaned_data)

    hint = "It is kept as it is, and cannot be changed any more."
    return _asked(request, found, form, act, "Why is this not done any more?", hint, "Retire it")


def _asked(
    request: SignedInRequest,
    found: ProcessingActivity,
    form: PostedForm,
    act: Callable[[], Any],
    heading: str,
    hint: str,
    submit: str,
) -> HttpResponse:
    """The page of one form about an entry; does what it asks for once it is right."""
    if done(form, act, ProcessingError):
        messages.success(request, "Saved.")
        return redirect("risks:processing:activity", activity_id=found.id)
    back = reverse("risks:processing:activity", kwargs={"activity_id": found.id})
    context = {
        "heading": heading,
        "about": found.name,
        "hint": hint,
        "submit": submit,
        "back": back,
    }
    return answer(request, "risks/form_page.html", context, form=form)


def _reach(request: SignedInRequest, activity_id: UUID) -> ProcessingActivity:
    try:
        return activity_of(request.actor, activity_id)
    except NoSuchActivity as problem:
        raise NotReachable(str(problem)) from problem
