"""Care teams: made, renamed, and who is in them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from chaperone.access.actions import assign_coach, end_grant
from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotACoach, OwnAccess
from chaperone.access.queries import coaches_by_team
from chaperone.members.actions import create_care_team, rename_care_team
from chaperone.members.errors import CareTeamNameTaken
from chaperone.members.queries import reach_care_team, teams_of
from chaperone.registers.answers import answer, sent
from chaperone.web.administration.forms.members import CareTeamForm
from chaperone.web.administration.forms.posted import ReasonForm
from chaperone.web.administration.forms.teams import AssignForm


@require_http_methods(["GET", "POST"])
@requires("careteams.manage", purpose="operations")
def teams(request: SignedInRequest) -> HttpResponse:
    """Every care team with its coaches and how many members it has; a new one."""
    form = CareTeamForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            made = create_care_team(actor=request.actor, name=form.cleaned_data["name"])
        except CareTeamNameTaken as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, "Made. Put a coach into it next.")
            return redirect("administration:team", care_team_id=made.id)
    coaches = coaches_by_team(request.actor)
    lines = [
        (team, count, [coach.name for coach in coaches.get(team.id, [])])
        for team, count in teams_of(request.actor)
    ]
    return answer(request, "administration/teams.html", {"lines": lines}, form=form)


@require_http_methods(["GET", "POST"])
@requires("careteams.manage", purpose="operations")
def team(request: SignedInRequest, care_team_id: UUID) -> HttpResponse:
    """One care team: who works in it, and another name for it."""
    shown = reach_care_team(actor=request.actor, care_team_id=care_team_id)
    before = shown.name
    data = sent(request)
    form = CareTeamForm(data, initial={"name": shown.name})
    if form.is_bound and form.is_valid():
        try:
            rename_care_team(actor=request.actor, care_team=shown, name=form.cleaned_data["name"])
        except CareTeamNameTaken as problem:
            shown.name = before
            form.add_error("name", str(problem))
        else:
            messages.success(request, "Renamed.")
            return redirect("administration:team", care_team_id=shown.id)
    by_team = coaches_by_team(request.actor)
    coaches = by_team.get(shown.id, [])
    everybody = {coach.user_id: coach.name for found in by_team.values() for coach in found}
    others = {
        user_id: name
        for user_id, name in sorted(everybody.items(), key=lambda each: each[1])
        if user_id not in {coach.user_id for coach in coaches}
    }
    context = {
        "team": shown,
        "coaches": coaches,
        "assign": AssignForm(people=others) if others else None,
    }
    return answer(request, "administration/team.html", context, form=form)


@require_http_methods(["POST"])
@requires("careteams.manage", purpose="operations")
def team_assign(request: SignedInRequest, care_team_id: UUID) -> HttpResponse:
    """Puts somebody who is a coach already into this care team, too."""
    shown = reach_care_team(actor=request.actor, care_team_id=care_team_id)
    people = {
        coach.user_id: coach.name
        for found in coaches_by_team(request.actor).values()
        for coach in found
    }
    form = AssignForm(request.POST, people=people)
    if form.is_valid():
        try:
            assign_coach(
                actor=request.actor,
                user_id=UUID(form.cleaned_data["coach"]),
                care_team_id=shown.id,
                reason=form.cleaned_data["reason"],
            )
        except (OwnAccess, NotACoach) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Done. They reach the members of this care team now.")
            return redirect("administration:team", care_team_id=shown.id)
    return answer(request, "administration/team_assign.html", {"team": shown}, form=form)


@require_http_methods(["GET", "POST"])
@requires("careteams.manage", purpose="operations")
def team_leave(request: SignedInRequest, care_team_id: UUID, grant_id: UUID) -> HttpResponse:
    """Asks before somebody is taken out of a care team."""
    shown = reach_care_team(actor=request.actor, care_team_id=care_team_id)
    inside = coaches_by_team(request.actor).get(shown.id, [])
    coach = next((each for each in inside if each.grant_id == grant_id), None)
    if coach is None:
        messages.warning(request, "They are not in this care team any more.")
        return redirect("administration:team", care_team_id=shown.id)
    form = ReasonForm(sent(request))
    if form.is_bound and form.is_valid():
        end_grant(actor=request.actor, grant_id=grant_id, reason=form.cleaned_data["reason"])
        messages.success(request, "Done. They do not reach these members any more.")
        return redirect("administration:team", care_team_id=shown.id)
    context = {"team": shown, "coach": coach}
    return answer(request, "administration/team_leave.html", context, form=form)
