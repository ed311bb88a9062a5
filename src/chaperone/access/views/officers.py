"""The security officer's pages: requests to decide, and who can reach what."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.actions.ending import end_access
from chaperone.access.actions.grants import end_grant
from chaperone.access.actions.requests import approve, decline
from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import AccessError, NotReachable
from chaperone.access.forms import DecisionForm, ReasonForm
from chaperone.access.frame import shown
from chaperone.access.queries.grants import grants_of, register
from chaperone.access.queries.people import names_of
from chaperone.access.queries.requests import request_line, requests_decided, requests_to_decide


@require_GET
@requires("access.approve", purpose="operations")
def requests(request: SignedInRequest) -> HttpResponse:
    """What waits for a decision, and what was decided."""
    context = {
        "waiting": requests_to_decide(request.actor),
        "decided": requests_decided(request.actor),
    }
    return shown(request, "access/requests.html", context)


@require_POST
@requires("access.approve", purpose="operations")
def decide(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Approves or refuses, with a reason."""
    form = DecisionForm(request.POST)
    if form.is_valid():
        verb = approve if form.cleaned_data["decision"] == "approve" else decline
        try:
            verb(actor=request.actor, request_id=request_id, note=form.cleaned_data["reason"])
        except NotReachable:
            raise
        except AccessError as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("access:requests")
    context = {"asked": request_line(request.actor, request_id), "form": form}
    return shown(request, "access/request.html", context, status=422)


@require_GET
@requires("access.read", purpose="operations")
def people(request: SignedInRequest) -> HttpResponse:
    """Who can reach what, why, and until when."""
    context = {"grants": register(request.actor), "may_end": request.actor.may("access.end")}
    return shown(request, "access/register.html", context)


@require_http_methods(["GET", "POST"])
@requires("access.end", purpose="operations")
def end_one(request: SignedInRequest, grant_id: UUID) -> HttpResponse:
    """Ends one grant, after asking once more."""
    line = next((each for each in register(request.actor) if each.id == grant_id), None)
    if line is None:
        raise NotReachable("There is no such grant in force here.")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        end_grant(actor=request.actor, grant_id=grant_id, reason=form.cleaned_data["reason"])
        return redirect("access:register")
    context = {"grants": [line], "name": line.user_name, "form": form, "all": False}
    return shown(request, "access/end.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("access.end", purpose="operations")
def end_all(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """Ends all of a person's access at once, after asking once more."""
    grants = grants_of(request.actor, user_id)
    if not grants:
        raise NotReachable("This person has no access here.")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_access(actor=request.actor, user_id=user_id, reason=form.cleaned_data["reason"])
        except NotReachable:
            raise
        except AccessError as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("access:register")
    name = names_of([user_id]).get(user_id, "")
    context = {"grants": grants, "name": name, "form": form, "all": True}
    return shown(request, "access/end.html", context, status=422 if form.errors else 200)
