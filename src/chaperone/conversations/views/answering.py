"""How we are answering: what a coach's teams did in the last days, as charts and tables."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.conversations.figures import figures
from chaperone.conversations.forms import DaysForm
from chaperone.conversations.queries.answering import answering


@require_GET
@requires("conversations.read")
def dashboard(request: SignedInRequest) -> HttpResponse:
    """Who wrote, how long members waited, who answered, and why texts went to coaches."""
    days = DaysForm(request.GET).chosen()
    found = answering(request.actor, days=days)
    context = {
        "days": days,
        "figures": [] if found.is_empty else figures(found),
    }
    return render(request, "conversations/answering.html", context)
