"""What each release changes, how risky it is, and who let it ship."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.access.sentences import LEFT
from chaperone.registers.answers import answer, sent
from chaperone.registers.lists import Filter, Listing
from chaperone.registers.queries.history import history_of
from chaperone.risks.changes.actions import change_release, decide_release, record_release
from chaperone.risks.changes.errors import ChangesError, NoSuchRelease
from chaperone.risks.changes.forms import AssessmentForm, DecisionForm, ReleaseForm
from chaperone.risks.changes.queries import release_of, releases_of, state_of_version
from chaperone.risks.changes.running import running_version, told
from chaperone.risks.models import Release

PURPOSE = "operations"
_ASSESSED = tuple(AssessmentForm.base_fields)


@require_GET
@requires("risks.read", purpose=PURPOSE)
def register(request: SignedInRequest) -> HttpResponse:
    """Every release, the newest first, and whether the one that runs was approved."""
    listing = Listing(
        request,
        releases_of(request.actor),
        search=["version", "changes"],
        filters={
            "state": Filter("State", Release.State.choices, "state"),
            "risk": Filter("Risk", Release.Risk.choices, "risk"),
        },
        register="releases",
    )
    names = names_of({row.recorded_by for row in listing.rows})
    context = {
        "listing": listing,
        "lines": [(row, names.get(row.recorded_by, LEFT)) for row in listing.rows],
        "running": running_version(),
        "problem": told(state_of_version(running_version())),
        "may_change": request.actor.may("risks.manage"),
    }
    return render(request, "risks/changes/register.html", context)


@require_http_methods(["GET", "POST"])
@requires("risks.manage", purpose=PURPOSE)
def add(request: SignedInRequest) -> HttpResponse:
    """A new release with its assessment."""
    form = ReleaseForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            release = record_release(actor=request.actor, **form.cleaned_data)
        except ChangesError as problem:
            form.add_error("version", str(problem))
        else:
            messages.success(request, "Recorded. Somebody else approves it before it ships.")
            return redirect("risks:changes:release", release_id=release.id)
    context = {
        "heading": "What does this release change?",
        "hint": "Write it before it ships. Somebody else reads it, and decides.",
        "submit": "Record the release",
        "back": reverse("risks:changes:register"),
    }
    return answer(request, "risks/form_page.html", context, form=form)


@require_GET
@requires("risks.read", purpose=PURPOSE)
def release(request: SignedInRequest, release_id: UUID) -> HttpResponse:
    """One release with its assessment and its history."""
    return _page(request, release_id, DecisionForm())


@require_http_methods(["GET", "POST"])
@requires("risks.manage", purpose=PURPOSE)
def change(request: SignedInRequest, release_id: UUID) -> HttpResponse:
    """Changes the assessment while it waits."""
    found = _reach(request, release_id)
    form = AssessmentForm(
        sent(request),
        initial={name: getattr(found, name) for name in _ASSESSED},
    )
    if form.is_bound and form.is_valid():
        try:
            change_release(actor=request.actor, release_id=found.id, **form.cleaned_data)
        except ChangesError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Changed.")
            return redirect("risks:changes:release", release_id=found.id)
    context = {
        "heading": "What does this release change?",
        "about": f"Version {found.version}",
        "hint": "Whoever changes the assessment cannot approve the release.",
        "submit": "Save",
        "back": reverse("risks:changes:release", kwargs={"release_id": found.id}),
    }
    return answer(request, "risks/form_page.html", context, form=form)


@require_http_methods(["GET", "POST"])
@requires("risks.accept", purpose=PURPOSE)
def decide(request: SignedInRequest, release_id: UUID) -> HttpResponse:
    """Lets it ship, or not."""
    _reach(request, release_id)
    form = DecisionForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            decide_release(
                actor=request.actor,
                release_id=release_id,
                approve=form.cleaned_data["decision"] == "approve",
                note=form.cleaned_data["note"],
            )
        except ChangesError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Decided.")
            return redirect("risks:changes:release", release_id=release_id)
    return _page(request, release_id, form, deciding=True)


def _page(
    request: SignedInRequest, release_id: UUID, form: DecisionForm, *, deciding: bool = False
) -> HttpResponse:
    found = _reach(request, release_id)
    people = {each for each in (found.recorded_by, found.decided_by) if each}
    waits = found.state == Release.State.WAITING
    own = found.recorded_by == request.actor.user_id
    context: dict[str, Any] = {
        "release": found,
        "names": names_of(people),
        "may_change": waits and request.actor.may("risks.manage"),
        "may_decide": waits and not own and request.actor.may("risks.accept"),
        "own": waits and own,
        "deciding": deciding,
        "changes": history_of(request.actor, found.id),
    }
    return answer(request, "risks/changes/release.html", context, form=form)


def _reach(request: SignedInRequest, release_id: UUID) -> Release:
    try:
        return release_of(request.actor, release_id)
    except NoSuchRelease as problem:
        raise NotReachable(str(problem)) from problem
