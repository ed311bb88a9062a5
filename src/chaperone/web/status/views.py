"""Is it healthy? Each reading of the installation, what is wrong, and what to do."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.notices.actions.alarms import quieten as keep_quiet
from chaperone.notices.actions.measure import PREFIX
from chaperone.notices.errors import NotQuietened
from chaperone.notices.models import Alarm
from chaperone.notices.queries import alarms_of
from chaperone.notices.readings import State
from chaperone.notices.standing import StandingReading, standing_readings, worst_of
from chaperone.web.status.forms import QuietForm
from chaperone.web.status.watchers import MAY

_FIRST = (State.ALARM, State.UNKNOWN, State.ATTENTION, State.OK)


class Told(NamedTuple):
    """An alarm, by the name of what it is about."""

    alarm: Alarm
    label: str


@require_GET
@requires(MAY, purpose="operations")
def status(request: SignedInRequest) -> HttpResponse:
    """Every reading, the worst first, and the alarms that people were told of."""
    _refuse_customers(request)
    readings = _readings()
    labels = {PREFIX + reading.name: reading.label for reading in readings}
    told = [Told(alarm, labels.get(alarm.name, alarm.name)) for alarm in alarms_of(request.actor)]
    context = {
        "worst": worst_of(readings).value,
        "readings": readings,
        "open": [each for each in told if each.alarm.ended_at is None],
        "over": [each for each in told if each.alarm.ended_at],
    }
    return render(request, "status/status.html", context)


@require_http_methods(["GET", "POST"])
@requires(MAY, purpose="operations")
def quieten(request: SignedInRequest, alarm_id: UUID) -> HttpResponse:
    """Tells nobody again of an alarm for a while, since somebody works on it."""
    _refuse_customers(request)
    alarm = Alarm.objects.filter(
        organization_id=request.actor.organization_id, id=alarm_id, ended_at=None
    ).first()
    if alarm is None:
        raise NotReachable("This alarm is not open.")
    form = QuietForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until = timezone.now() + timedelta(hours=form.cleaned_data["hours"])
        try:
            keep_quiet(
                actor=request.actor,
                alarm_id=alarm_id,
                until=until,
                reason=form.cleaned_data["reason"],
            )
        except NotQuietened as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Nobody is told again of this alarm until then.")
            return redirect("status:status")
    labels = {PREFIX + reading.name: reading.label for reading in _readings()}
    context = {"form": form, "alarm": alarm, "label": labels.get(alarm.name, alarm.name)}
    refused = 400 if request.method == "POST" else 200
    return render(request, "status/quieten.html", context, status=refused)


def _readings() -> list[StandingReading]:
    with connection.cursor() as cursor:
        found = standing_readings(cursor)
    return sorted(found, key=lambda reading: (_FIRST.index(State(reading.state)), reading.label))


def _refuse_customers(request: SignedInRequest) -> None:
    """The machine is that of the organization that runs it, and not its customers'."""
    if not request.actor.on_platform:
        raise NotReachable("The installation is looked after by the organization that runs it.")
