"""Deciding: approval with a signature, publishing, reviews, and retiring."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import names_of
from chaperone.access.settings import GRACE
from chaperone.accounts.steps import ask_again
from chaperone.organizations.queries import value_of
from chaperone.policies.actions.deciding import MEANING, approve, send_back
from chaperone.policies.actions.publishing import confirm_review, publish, retire
from chaperone.policies.actions.standing import CLEARANCE
from chaperone.policies.errors import PolicyError
from chaperone.policies.forms import (
    DecideForm,
    PublishForm,
    RetireForm,
    ReviewForm,
    first_day,
)
from chaperone.policies.markup import as_html
from chaperone.policies.models import Version
from chaperone.policies.queries.drift import claims_from, compared
from chaperone.policies.views.answering import (
    APPROVE,
    MANAGE,
    PURPOSE,
    answered,
    as_shown,
    policy_reached,
    version_reached,
)
from chaperone.registers.actions.signing import fresh_factor
from chaperone.registers.answers import sent
from chaperone.registers.errors import NoFreshFactor


@require_http_methods(["GET", "POST"])
@requires(APPROVE, purpose=PURPOSE)
def decide(request: SignedInRequest, version_id: UUID) -> HttpResponse:
    """Somebody who did not write it approves it with their signature, or sends it back."""
    version = version_reached(request, version_id)
    try:
        factor = fresh_factor(request)
    except NoFreshFactor:
        return ask_again(request)
    form = DecideForm(sent(request), initial={"sha256": version.sha256})
    if form.is_bound and form.is_valid():
        try:
            _decided(request, version, form, factor)
        except PolicyError as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("policies:policy", policy_id=version.policy_id)
    beside = compared(request.actor, claims_from(version.claims))
    context = {
        "version": version,
        "text": as_html(version.text, as_shown(beside, linked=True)),
        "drift": [each for each in beside.values() if each.state != "as_written"],
        "authors": names_of(version.authors).values(),
        "own": request.actor.user_id in version.authors,
        "meaning": MEANING,
        "undecided": version.state == Version.State.REVIEW,
    }
    return answered(request, "policies/decide.html", form, context)


def _decided(request: SignedInRequest, version: Version, form: DecideForm, factor: str) -> None:
    sha256 = form.cleaned_data["sha256"]
    if form.cleaned_data["decision"] == "approve":
        approve(actor=request.actor, version_id=version.id, sha256=sha256, factor=factor)
        messages.success(request, "Approved and signed. Now it can be published.")
        return
    send_back(
        actor=request.actor,
        version_id=version.id,
        sha256=sha256,
        reason=form.cleaned_data["reason"],
    )
    messages.success(request, "It is a draft again, with what you wrote.")


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def put_in_force(request: SignedInRequest, version_id: UUID) -> HttpResponse:
    """Publishes an approved version: from which day it is in force."""
    version, today = version_reached(request, version_id), timezone.localdate()
    form = PublishForm(sent(request), initial=first_day(today))
    if form.is_bound and form.is_valid():
        try:
            publish(
                actor=request.actor,
                version_id=version.id,
                effective_on=form.cleaned_data["effective_on"],
            )
        except PolicyError as problem:
            form.add_error("effective_on", str(problem))
        else:
            messages.success(request, "Published.")
            return redirect("policies:policy", policy_id=version.policy_id)
    context = {
        "version": version,
        "grace": timedelta(days=value_of(GRACE[CLEARANCE], request.actor.organization_id)).days,
        "approved": version.state == Version.State.APPROVED,
    }
    return answered(request, "policies/publish.html", form, context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def review(request: SignedInRequest, policy_id: UUID) -> HttpResponse:
    """Records a review that found nothing to change."""
    policy = policy_reached(request, policy_id)
    form = ReviewForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            confirm_review(actor=request.actor, policy_id=policy.id, note=form.cleaned_data["note"])
        except PolicyError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "The review is recorded.")
            return redirect("policies:policy", policy_id=policy.id)
    return answered(request, "policies/review.html", form, {"policy": policy})


@require_http_methods(["GET", "POST"])
@requires(APPROVE, purpose=PURPOSE)
def end(request: SignedInRequest, policy_id: UUID) -> HttpResponse:
    """Retires a policy today."""
    policy = policy_reached(request, policy_id)
    form = RetireForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            retire(actor=request.actor, policy_id=policy.id, reason=form.cleaned_data["reason"])
        except PolicyError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Retired. It is kept, with all that was ever in force.")
            return redirect("policies:policy", policy_id=policy.id)
    return answered(request, "policies/retire.html", form, {"policy": policy})
