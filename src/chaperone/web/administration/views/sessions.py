"""Everybody's sessions here: who is signed in, from where, and since when."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.forms import choices_of
from chaperone.access.queries import staff_of
from chaperone.accounts.actions import end_session
from chaperone.accounts.errors import NobodyThere
from chaperone.accounts.models import Session
from chaperone.accounts.staff import open_session, sessions_page
from chaperone.registers.answers import answer, sent
from chaperone.registers.paging import page_url
from chaperone.web.administration.forms.posted import ReasonForm

PURPOSE = "operations"


class SessionSearchForm(forms.Form):
    """Whose sessions are asked for."""

    person = forms.ChoiceField(required=False, label="Whose")
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: object, *, people: dict[UUID, str]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["person"].choices = choices_of(people, "Everybody")  # type: ignore[attr-defined]


@require_GET
@requires("sessions.manage", purpose=PURPOSE)
def sessions(request: SignedInRequest) -> HttpResponse:
    """Every open session in the organization, latest first."""
    form = SessionSearchForm(request.GET, people=staff_of(request.actor))
    found: list[Session] = []
    further = None
    if form.is_valid():
        person = form.cleaned_data["person"]
        found, further = sessions_page(
            request.actor,
            user_id=UUID(person) if person else None,
            before=form.cleaned_data["before"],
        )
    own = getattr(request, "sign_in", None)
    context = {
        "sessions": found,
        "own": own.id if own else None,
        "next_url": page_url(request, "before", further),
        "searched": any(request.GET.values()),
    }
    return answer(request, "administration/sessions.html", context, form=form)


@require_http_methods(["GET", "POST"])
@requires("sessions.manage", purpose=PURPOSE)
def session_end(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """Asks before one session ends."""
    shown = open_session(request.actor, session_id)
    if shown is None:
        raise NotReachable("There is no such session here.")
    form = ReasonForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            end_session(
                actor=request.actor, session_id=session_id, reason=form.cleaned_data["reason"]
            )
        except NobodyThere as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Ended.")
            return redirect("administration:sessions")
    return answer(request, "administration/session_end.html", {"session": shown}, form=form)
