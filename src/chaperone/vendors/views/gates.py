"""Where members' data is held back for want of an agreement."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.roles import labels_of
from chaperone.vendors.models import Agreement, Closure
from chaperone.vendors.outlets import MAIL, MODEL
from chaperone.vendors.queries.closures import closures_of
from chaperone.vendors.views.parts import PURPOSE

_PURPOSES = dict(Agreement.Purpose.choices)
_BY_HOST = {
    MAIL: "Carries mail to members who agreed to it",
    MODEL: "Words the assistant's replies (a model)",
}


@require_GET
@requires("vendors.read", purpose=PURPOSE)
def gates(request: SignedInRequest) -> HttpResponse:
    """What is held back now, and what was."""
    lines = [(each, _place(each), labels_of(each.elements)) for each in closures_of(request.actor)]
    context = {
        "shut": [line for line in lines if line[0].ended_at is None],
        "past": [line for line in lines if line[0].ended_at is not None],
    }
    return render(request, "vendors/gates.html", context)


def _place(closure: Closure) -> str:
    place = _PURPOSES.get(closure.purpose, _BY_HOST.get(closure.purpose, ""))
    return f"{place}: {closure.host}" if closure.host else place
