from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.continuity.frame import READ, TABS
from chaperone.continuity.restoring.forms import NoDecision, decisions_in
from chaperone.continuity.restoring.queries import restored
from chaperone.conversations.actions.reconcile import decide, lift
from chaperone.conversations.errors import StillUndecided

_TEMPLATE = "continuity/restoring/restored.html"


@require_http_methods(["GET", "POST"])
@requires("continuity.reconcile")
def page(request: SignedInRequest) -> HttpResponse:
    """What waits since a restore, and what the record tells of the time between."""
    if request.method == "GET":
        return _shown(request)
    try:
        decisions = decisions_in(request.POST)
    except NoDecision as problem:
        return _shown(request, str(problem), status=400)
    done = decide(actor=request.actor, decisions=decisions)
    messages.success(request, f"Decided: {done}.")
    return HttpResponseRedirect(reverse("continuity:restored"))


@require_POST
@requires("continuity.reconcile")
def let_out(request: SignedInRequest) -> HttpResponse:
    """Lets texts go out again, once all that waited is decided."""
    try:
        lift(actor=request.actor)
    except StillUndecided as problem:
        return _shown(request, str(problem), status=409)
    messages.success(request, "Texts go out again.")
    return HttpResponseRedirect(reverse("continuity:restored"))


def _shown(request: SignedInRequest, problem: str = "", *, status: int = 200) -> HttpResponse:
    context = {
        # Leads reconcile, and see no other page of this room.
        "tabs": TABS if request.actor.may(READ) else (),
        "restored": restored(request.actor),
        "may_read": request.actor.may("conversations.read"),
        "problem": problem,
    }
    return render(request, _TEMPLATE, context, status=status)
