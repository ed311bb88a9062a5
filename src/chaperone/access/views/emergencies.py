"""Emergency access: beginning it, ending it early, and reviewing it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.actions.emergencies import begin_emergency, end_emergency, judge_emergency
from chaperone.access.actions.refusals import record_refusal
from chaperone.access.decorators import SignedInRequest, requires, signed_in
from chaperone.access.errors import AccessError, NoSuchMember, NotReachable
from chaperone.access.forms import EmergencyForm, VerdictForm
from chaperone.access.frame import shown
from chaperone.access.queries.emergencies import (
    emergencies_reviewed,
    emergencies_to_review,
    emergency_line,
)
from chaperone.accounts.steps import ask_again, stepped_up

# Asked for before the form is shown; who types for a while need not prove it once more.
_PROVED_WITHIN = 5 * 60
_TYPED_WITHIN = 15 * 60


@require_http_methods(["GET", "POST"])
@requires("access.emergency", purpose="operations", for_emergency=True)
def begin(request: SignedInRequest) -> HttpResponse:
    """Lets a clinician in at once (45 CFR 164.312(a)(2)(ii)), and tells the officers."""
    within = _TYPED_WITHIN if request.method == "POST" else _PROVED_WITHIN
    if not stepped_up(request, within_seconds=within):
        return ask_again(request)
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            begun = begin_emergency(
                actor=request.actor,
                numbers=form.cleaned_data["numbers"],
                reason=form.cleaned_data["reason"],
            )
        except NoSuchMember as problem:
            _note(request, problem)
            form.add_error("numbers", str(problem))
        else:
            return redirect("access:one-emergency", emergency_id=begun.id)
    return shown(
        request, "access/emergency.html", {"form": form}, status=422 if form.errors else 200
    )


@require_GET
@signed_in
def one(request: SignedInRequest, emergency_id: UUID) -> HttpResponse:
    """Who took it, why, whom it reaches, until when, and what came of the review."""
    line = emergency_line(request.actor, emergency_id)
    context = {"emergency": line, "mine": line.user_id == request.actor.id, "form": VerdictForm()}
    return shown(request, "access/one_emergency.html", context)


@require_POST
@signed_in
def end(request: SignedInRequest, emergency_id: UUID) -> HttpResponse:
    """Ends one's own before its hour."""
    end_emergency(actor=request.actor, emergency_id=emergency_id)
    return redirect("access:one-emergency", emergency_id=emergency_id)


@require_GET
@requires("access.review", purpose="operations")
def to_review(request: SignedInRequest) -> HttpResponse:
    """What waits for a verdict, overdue first, and what was judged."""
    context = {
        "waiting": emergencies_to_review(request.actor),
        "reviewed": emergencies_reviewed(request.actor),
    }
    return shown(request, "access/emergencies.html", context)


@require_POST
@requires("access.review", purpose="operations")
def judge(request: SignedInRequest, emergency_id: UUID) -> HttpResponse:
    """Records the verdict."""
    form = VerdictForm(request.POST)
    if form.is_valid():
        try:
            judge_emergency(
                actor=request.actor,
                emergency_id=emergency_id,
                justified=form.cleaned_data["verdict"] == "justified",
                note=form.cleaned_data["note"],
            )
        except NotReachable:
            raise
        except AccessError as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("access:emergencies")
    line = emergency_line(request.actor, emergency_id)
    context = {"emergency": line, "mine": line.user_id == request.actor.id, "form": form}
    return shown(request, "access/one_emergency.html", context, status=422)


def _note(request: SignedInRequest, problem: AccessError) -> None:
    """A number that is no member's is recorded, as any look at what is out of reach."""
    record_refusal(
        actor=request.actor,
        route="access:emergency",
        reason=str(problem),
        asked_for={},
    )
