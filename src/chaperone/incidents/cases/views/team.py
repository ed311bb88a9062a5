"""Who works on an incident."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.incidents.cases.actions.team import put_on_team, take_off_team
from chaperone.incidents.cases.forms import TeamForm
from chaperone.incidents.cases.pages import colleagues_of, reach
from chaperone.incidents.cases.views.working import one
from chaperone.incidents.errors import IncidentError
from chaperone.incidents.frame import MANAGE, PURPOSE
from chaperone.registers.answers import done


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def add(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Puts somebody on the team."""
    found = reach(request.actor, incident_id)
    form = TeamForm(request.POST, people=colleagues_of(request.actor, found))
    if done(
        form,
        lambda: put_on_team(actor=request.actor, incident_id=incident_id, **form.cleaned_data),
        IncidentError,
    ):
        messages.success(request, "They are on the team, and were told.")
        return redirect("incidents:case", incident_id=incident_id)
    return one(request, incident_id, {"team_form": form, "form": form}, status=400)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def leave(request: SignedInRequest, incident_id: UUID, duty_id: UUID) -> HttpResponse:
    """Takes somebody off it."""
    reach(request.actor, incident_id)
    try:
        take_off_team(actor=request.actor, incident_id=incident_id, duty_id=duty_id)
    except IncidentError as problem:
        return one(request, incident_id, {"problem": str(problem)}, status=409)
    messages.success(request, "They are off the team.")
    return redirect("incidents:case", incident_id=incident_id)
