"""Where somebody lives and their own number: written, replaced, taken away, and never shown."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.registers.answers import sent
from chaperone.workforce.actions.homes import keep_home, remove_home
from chaperone.workforce.errors import NothingKept
from chaperone.workforce.forms import HomeForm
from chaperone.workforce.queries.homes import home_kept
from chaperone.workforce.queries.people import person_of
from chaperone.workforce.views.answering import PURPOSE, answer, reached


@require_http_methods(["GET", "POST"])
@requires("workforce.manage", purpose=PURPOSE)
def home(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Where does somebody live, so that a look at a neighbour's record is noticed?"""
    with reached():
        found = person_of(request.actor, person_id)
    form = HomeForm(sent(request))
    if form.is_bound and form.is_valid():
        keep_home(actor=request.actor, person=found, **form.cleaned_data)
        messages.success(request, "Kept, sealed. It is shown to nobody from here on.")
        return redirect("workforce:person", person_id=found.id)
    context = {"person": found, "kept": home_kept(request.actor, found)}
    return answer(request, "workforce/home.html", form, context)


@require_POST
@requires("workforce.manage", purpose=PURPOSE)
def home_remove(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Takes both away."""
    with reached():
        found = person_of(request.actor, person_id)
    try:
        remove_home(actor=request.actor, person=found)
    except NothingKept as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "Taken away. Nothing is compared with it any more.")
    return redirect("workforce:home", person_id=found.id)
