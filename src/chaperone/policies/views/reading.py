"""What everybody does: their policies, one of them to read, and acknowledging it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from chaperone.access.decorators import SignedInRequest, requires, signed_in
from chaperone.access.errors import NotReachable
from chaperone.documents.rendering import render as as_pdf
from chaperone.policies.actions.acknowledging import acknowledge, take_up
from chaperone.policies.actions.standing import CLEARANCE
from chaperone.policies.errors import PolicyError
from chaperone.policies.forms import AcknowledgeForm, OverdueForm
from chaperone.policies.kinds import KINDS
from chaperone.policies.markup import as_html
from chaperone.policies.models import Version
from chaperone.policies.printing import document_of
from chaperone.policies.queries.drift import claims_from, compared
from chaperone.policies.queries.overdue import overdue
from chaperone.policies.queries.reading import must_acknowledge, policies_in_force
from chaperone.policies.views.answering import PURPOSE, READ, as_shown, version_reached
from chaperone.registers.queries.signatures import signatures_of


@require_GET
@signed_in
def mine(request: SignedInRequest) -> HttpResponse:
    """What I have yet to read and acknowledge, what I have, and what else is in force."""
    actor, today = request.actor, timezone.localdate()
    asked = must_acknowledge(actor, actor.user_id, today)
    ids = {each.version_id for each in asked}
    left = [each for each in asked if each.state != "done"]
    context = {
        "left": left,
        "done": [each for each in asked if each.state == "done"],
        "lacking": any(each.state == "lacking" for each in asked),
        "others": [each for each in policies_in_force(actor, today) if each.version_id not in ids],
        "cleared_until": actor.clearances.get(CLEARANCE),
    }
    return render(request, "policies/mine.html", context)


@require_POST
@signed_in
def clear(request: SignedInRequest) -> HttpResponse:
    """Takes up the clearance where nothing is left to acknowledge."""
    if take_up(actor=request.actor):
        messages.success(request, "Nothing is missing. You can open what your access reaches.")
    else:
        messages.error(request, "Something is left to acknowledge.")
    return redirect("policies:mine")


@require_GET
@signed_in
def read(request: SignedInRequest, version_id: UUID) -> HttpResponse:
    """One policy to read, and to acknowledge where that is asked."""
    version, actor = _published(request, version_id), request.actor
    asked = must_acknowledge(actor, actor.user_id, timezone.localdate())
    line = next((each for each in asked if each.version_id == version.id), None)
    beside = compared(actor, claims_from(version.claims))
    context = {
        "version": version,
        "kind": KINDS[version.policy.kind],
        "text": as_html(version.text, as_shown(beside, linked=False)),
        "line": line,
        "form": AcknowledgeForm(initial={"sha256": version.sha256}),
        "left": sum(each.state != "done" for each in asked),
    }
    return render(request, "policies/read.html", context)


@require_POST
@signed_in
def sign_off(request: SignedInRequest, version_id: UUID) -> HttpResponse:
    """Acknowledges exactly the text that was shown; then on to the next one."""
    version, actor = _published(request, version_id), request.actor
    form = AcknowledgeForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Read it again: the page did not say which text you were shown.")
        return redirect("policies:read", version_id=version.id)
    try:
        acknowledge(actor=actor, version_id=version.id, sha256=form.cleaned_data["sha256"])
    except PolicyError as problem:
        messages.error(request, str(problem))
        return redirect("policies:read", version_id=version.id)
    asked = must_acknowledge(actor, actor.user_id, timezone.localdate())
    following = next((each for each in asked if each.state != "done"), None)
    if following:
        messages.success(request, f"“{version.title}” is acknowledged. This is the next one.")
        return redirect("policies:read", version_id=following.version_id)
    messages.success(request, f"“{version.title}” is acknowledged. That was the last one.")
    return redirect("policies:mine")


@require_GET
@signed_in
def pdf(request: SignedInRequest, version_id: UUID) -> HttpResponse:
    """The same as PDF, with who approved it."""
    version = _published(request, version_id)
    signed = [
        (
            "Approved by",
            f"{each.name}, {each.role}, {timezone.localtime(each.signed_at):%Y-%m-%d %H:%M %Z}",
        )
        for each in signatures_of(request.actor, version.id)
    ]
    document = document_of(
        version,
        organization=request.organization.name,
        made_at=timezone.localtime(),
        facts=[
            ("In force from", f"{version.effective_on}"),
            *signed,
            ("Rules", ", ".join(version.citations) or "none"),
        ],
    )
    response = HttpResponse(as_pdf(document), content_type="application/pdf")
    name = f"{version.policy.name}-{version.number}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_GET
@requires(READ, purpose=PURPOSE)
def lacking(request: SignedInRequest) -> HttpResponse:
    """Who has not acknowledged what."""
    form = OverdueForm(request.GET)
    if not form.is_valid():
        raise NotReachable("There is no such page.")
    name, page = form.cleaned_data["q"], form.cleaned_data["page"] or 1
    found = overdue(request.actor, name=name, page=page)
    context = {"found": found, "form": form, "name": name, "page": page}
    return render(request, "policies/overdue.html", context)


def _published(request: SignedInRequest, version_id: UUID) -> Version:
    version = version_reached(request, version_id)
    if version.state != Version.State.PUBLISHED:
        raise NotReachable("There is no such policy to read.")
    return version
