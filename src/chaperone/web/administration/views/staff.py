"""Staff: who is here, how they sign in, who was invited."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.actions.requests import Wish, ask_for_access
from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import AccessError, NotReachable
from chaperone.access.models import Scope
from chaperone.access.queries import Colleague, grants_of, roles_of, staff_page
from chaperone.accounts.actions import invite
from chaperone.accounts.errors import AccountsError
from chaperone.accounts.queries import find_user, sessions_in
from chaperone.accounts.staff import Person, people
from chaperone.registers.answers import answer, sent
from chaperone.registers.paging import page_url
from chaperone.web.administration.forms.staff import InviteForm, StaffSearchForm
from chaperone.web.administration.views.members import teams_by_id

PURPOSE = "operations"


@require_GET
@requires("staff.read", purpose=PURPOSE)
def staff(request: SignedInRequest) -> HttpResponse:
    """Everybody with a role here, or asked for or invited, by name."""
    form = StaffSearchForm(request.GET)
    found: list[Colleague] = []
    further = None
    if form.is_valid():
        found, further = staff_page(
            request.actor, name=form.cleaned_data["name"], after=form.cleaned_data["after"]
        )
    shown = people(request.actor, [each.user_id for each in found])
    context = {
        "lines": [(shown[each.user_id], each.roles) for each in found if each.user_id in shown],
        "next_url": page_url(request, "after", further),
        "searched": any(request.GET.values()),
        "may_manage": request.actor.may("staff.manage"),
    }
    return answer(request, "administration/staff.html", context, form=form)


@require_GET
@requires("staff.read", purpose=PURPOSE)
def staff_person(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """One person: their roles, factors, sessions, and what can be done."""
    person = reach_person(request, user_id)
    open_sessions = [each for each in sessions_in(request.actor) if each.user_id == user_id]
    context = {
        "person": person,
        "grants": grants_of(request.actor, user_id),
        "sessions": open_sessions,
        "myself": user_id == request.actor.id,
        "may_manage": request.actor.may("staff.manage"),
        "may_end_sessions": request.actor.may("sessions.manage"),
    }
    return answer(request, "administration/staff_person.html", context, form=StaffSearchForm())


@require_http_methods(["GET", "POST"])
@requires("staff.manage", purpose=PURPOSE)
def staff_invite(request: SignedInRequest) -> HttpResponse:
    """Invites somebody, and asks for the access that they shall have."""
    roles, teams = roles_of(request.actor), teams_by_id(request)
    data = sent(request)
    form = InviteForm(data, roles=roles, teams=teams)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            user_id = invite_and_ask(request, values)
        except (AccountsError, AccessError) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(
                request, "Invited. A security officer has to approve the role before it opens."
            )
            return redirect("administration:staff_person", user_id=user_id)
    return answer(request, "administration/staff_invite.html", {}, form=form)


@transaction.atomic
def invite_and_ask(request: SignedInRequest, values: dict[str, Any]) -> UUID:
    """Invites a person, who may have an account elsewhere, and asks for their role; their id."""
    user = find_user(values["email"])
    if user is None or not user.has_usable_password():
        invitation = invite(actor=request.actor, email=values["email"], name=values["name"])
        user_id = invitation.user_id
    else:
        user_id = user.id
    team = values.get("care_team")
    wish = Wish(
        role=values["role"],
        scope=Scope.CARE_TEAM if team else Scope.ORGANIZATION,
        care_team_id=UUID(str(team)) if team else None,
    )
    ask_for_access(
        actor=request.actor, user_id=user_id, wish=wish, reason=values["reason"], until=None
    )
    return user_id


def reach_person(request: SignedInRequest, user_id: UUID) -> Person:
    """Somebody who has or had to do with the actor's organization. Raises ``NotReachable``."""
    found, _ = staff_page(request.actor, only=user_id)
    if not found:
        raise NotReachable("There is no such person here.")
    return people(request.actor, [user_id])[user_id]
