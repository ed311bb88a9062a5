"""What an administrator does to somebody's account: each asks first and says what will happen."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from chaperone.access.actions import end_access
from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable, OwnAccess
from chaperone.access.forms import PostedForm
from chaperone.accounts.actions import (
    end_sessions,
    invite,
    issue_reset,
    revoke_invitation,
    unlock,
)
from chaperone.accounts.errors import AccountsError
from chaperone.accounts.staff import Person
from chaperone.registers.answers import answer, sent
from chaperone.web.administration.forms.posted import ReasonForm
from chaperone.web.administration.forms.staff import IdentityForm, ResetForm
from chaperone.web.administration.views.staff import PURPOSE, reach_person

_Act = Callable[[SignedInRequest, Person, forms.Form], str]
_BOTH = ["GET", "POST"]


@require_http_methods(_BOTH)
@requires("staff.manage", purpose=PURPOSE)
def staff_unlock(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """Opens sign-in again for somebody who is locked out, after an identity check."""

    def act(request: SignedInRequest, person: Person, form: forms.Form) -> str:
        unlock(
            actor=request.actor,
            user_id=person.user.id,
            how=form.cleaned_data["how"],
            note=form.cleaned_data["note"],
        )
        return "Unlocked. They can sign in again."

    return _asked(request, user_id, IdentityForm, act, "administration/staff_unlock.html")


@require_http_methods(_BOTH)
@requires("staff.manage", purpose=PURPOSE)
def staff_reset(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """Sends a link for a new password, after an identity check."""

    def act(request: SignedInRequest, person: Person, form: forms.Form) -> str:
        issue_reset(
            actor=request.actor,
            user_id=person.user.id,
            how=form.cleaned_data["how"],
            note=form.cleaned_data["note"],
            lost_factors=form.cleaned_data["lost_factors"],
        )
        return "A link for a new password is on its way to them."

    return _asked(request, user_id, ResetForm, act, "administration/staff_reset.html")


@require_http_methods(_BOTH)
@requires("sessions.manage", purpose=PURPOSE)
def staff_sessions_end(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """Ends every session of a person."""

    def act(request: SignedInRequest, person: Person, form: forms.Form) -> str:
        ended = end_sessions(
            actor=request.actor, user_id=person.user.id, reason=form.cleaned_data["reason"]
        )
        return f"Ended {ended} session{'' if ended == 1 else 's'}. They can sign in again."

    template = "administration/staff_sessions_end.html"
    return _asked(request, user_id, ReasonForm, act, template)


@require_http_methods(_BOTH)
@requires("staff.manage", purpose=PURPOSE)
def staff_end(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """Ends all access of a person here, at once."""

    def act(request: SignedInRequest, person: Person, form: forms.Form) -> str:
        end_access(actor=request.actor, user_id=person.user.id, reason=form.cleaned_data["reason"])
        return "Ended. They reach nothing here from this moment on."

    return _asked(request, user_id, ReasonForm, act, "administration/staff_end.html")


@require_http_methods(_BOTH)
@requires("staff.manage", purpose=PURPOSE)
def staff_invite_again(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """Sends a new invitation; the earlier link ends."""

    def act(request: SignedInRequest, person: Person, _form: forms.Form) -> str:
        invite(actor=request.actor, email=person.user.email, name=person.user.name)
        return "A new invitation is on its way; the earlier one does not work any more."

    template = "administration/staff_invite_again.html"
    return _asked(request, user_id, PostedForm, act, template)


@require_http_methods(_BOTH)
@requires("staff.manage", purpose=PURPOSE)
def staff_invitation_revoke(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """Takes an invitation back."""

    def act(request: SignedInRequest, person: Person, _form: forms.Form) -> str:
        if person.invitation is None:
            raise NotReachable("There is no invitation to take back.")
        revoke_invitation(actor=request.actor, invitation_id=person.invitation.id)
        return "Taken back. The link does not work any more."

    template = "administration/staff_invitation_revoke.html"
    return _asked(request, user_id, PostedForm, act, template)


def _asked(
    request: SignedInRequest,
    user_id: UUID,
    kind: type[forms.Form],
    act: _Act,
    template: str,
) -> HttpResponse:
    """Asks on GET, acts on POST; what cannot be done is said on the same page."""
    person = reach_person(request, user_id)
    form = kind(sent(request))
    if form.is_bound and form.is_valid():
        try:
            done = act(request, person, form)
        except (AccountsError, OwnAccess, NotReachable) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, done)
            return redirect("administration:staff_person", user_id=user_id)
    return answer(request, template, {"person": person}, form=form)
