"""What is done with one alert."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.forms import PostedForm
from chaperone.access.queries import names_of
from chaperone.access.sentences import LEFT
from chaperone.detection.alerts.actions import judge, take_up
from chaperone.detection.alerts.errors import AlertsError
from chaperone.detection.alerts.forms import AssignForm, CloseForm, NoteForm, ReopenForm
from chaperone.detection.alerts.queries.alerts import who_may_handle
from chaperone.detection.alerts.views.one import page, reach
from chaperone.detection.frame import MANAGE, PURPOSE


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def acknowledge(request: SignedInRequest, alert_id: UUID) -> HttpResponse:
    """Takes it up."""
    form = PostedForm(request.POST)
    return _done(request, alert_id, form, "form", take_up.acknowledge, "You look into it.")


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def assign(request: SignedInRequest, alert_id: UUID) -> HttpResponse:
    """Gives it to somebody."""
    people = who_may_handle(request.actor, reach(request, alert_id))
    names = names_of(people)
    form = AssignForm(request.POST, people={each: names.get(each, LEFT) for each in people})
    return _done(request, alert_id, form, "assign_form", take_up.assign, "They are told.")


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def note(request: SignedInRequest, alert_id: UUID) -> HttpResponse:
    """Adds what was found out."""
    return _done(
        request, alert_id, NoteForm(request.POST), "note_form", take_up.note, "Noted, sealed."
    )


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def close(request: SignedInRequest, alert_id: UUID) -> HttpResponse:
    """Judges and closes it."""
    form = CloseForm(request.POST)
    done = "Closed. The ranking learns from it; it can be opened again."
    return _done(request, alert_id, form, "close_form", judge.close, done)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def reopen(request: SignedInRequest, alert_id: UUID) -> HttpResponse:
    """Opens a closed one again."""
    form = ReopenForm(request.POST)
    return _done(request, alert_id, form, "reopen_form", judge.reopen, "Open again.")


def _done(
    request: SignedInRequest,
    alert_id: UUID,
    form: PostedForm,
    name: str,
    act: Callable[..., None],
    said: str,
) -> HttpResponse:
    """The act done, and back to the page; or the page with what was wrong."""
    reach(request, alert_id)
    if form.is_valid():
        try:
            act(actor=request.actor, alert_id=alert_id, **form.cleaned_data)
        except AlertsError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, said)
            return redirect("detection:alert", alert_id=alert_id)
    return page(request, alert_id, {name: form, "form": form}, status=400)
