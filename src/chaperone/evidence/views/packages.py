"""Packages for auditors: asked for, made by a worker, taken away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.copies import RECORD
from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.evidence.frame import PURPOSE, READ, TABS
from chaperone.evidence.models import Package
from chaperone.evidence.packages.actions import ask_package, take_package
from chaperone.evidence.packages.errors import NoSuchPackage, PackageError
from chaperone.evidence.packages.forms import PackageForm
from chaperone.evidence.packages.queries import STAGES, may_take, packages_of
from chaperone.facilities.queries.copies import usable_by
from chaperone.registers.answers import done, sent

_OPEN = (Package.State.WAITING, Package.State.RUNNING)


@require_http_methods(["GET", "POST"])
@requires(READ, purpose=PURPOSE)
def packages(request: SignedInRequest) -> HttpResponse:
    """What was made, what is being made; and asking for another."""
    approvals = usable_by(request.actor, frozenset({RECORD}))
    form = PackageForm(sent(request), approvals=approvals)
    if done(form, lambda: ask_package(actor=request.actor, wish=form.wish()), PackageError):
        messages.success(request, "A worker makes it now. You may leave this page.")
        return redirect("evidence:packages")
    found = packages_of(request.actor)
    people = {each.asked_by for each in found if each.asked_by}
    context: dict[str, Any] = {
        "tabs": TABS,
        "form": form,
        "approvals": approvals,
        "lines": [(each, may_take(request.actor, each)) for each in found],
        "names": names_of(people) if people else {},
        "making": next((each for each in found if each.state in _OPEN), None),
        "stages": STAGES,
        "version": version_of(found),
    }
    status = 400 if form.is_bound else 200
    return render(request, "evidence/packages.html", context, status=status)


@require_GET
@requires(READ, purpose=PURPOSE)
def progress(request: SignedInRequest) -> HttpResponse:
    """The word that moves when the making of a package does."""
    return JsonResponse({"version": version_of(packages_of(request.actor))})


@require_GET
@requires(READ, purpose=PURPOSE)
def download(request: SignedInRequest, package_id: UUID) -> HttpResponse:
    """Takes a package away. Recorded."""
    try:
        package, content = take_package(actor=request.actor, package_id=package_id)
    except NoSuchPackage as problem:
        raise NotReachable(str(problem)) from problem
    response = HttpResponse(content, content_type="application/zip")
    name = f"evidence-{package.asked_at:%Y-%m-%d}-{package.sha256[:8]}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def version_of(found: list[Package]) -> str:
    """Another one whenever there is something else to show."""
    return " ".join(f"{each.state}{each.stage}" for each in found)
