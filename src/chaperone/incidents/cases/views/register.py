"""Which incidents are open, how bad are they, and how long do they last?"""

from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import names_of
from chaperone.incidents.cases.dues import next_drill_on
from chaperone.incidents.cases.queries.standing import clock_of, contain_by, open_tasks, times_of
from chaperone.incidents.frame import MANAGE, PURPOSE, READ
from chaperone.incidents.kinds import CHOICES
from chaperone.incidents.models import Incident, Report, Severity
from chaperone.incidents.queries.incidents import incidents_of
from chaperone.incidents.queries.reports import reports_of
from chaperone.registers.lists import Filter, Listing

_STATES = (("open", "Not closed"), ("closed", "Closed"))
_WORST_FIRST = Case(
    *(When(severity=each, then=Value(rank)) for rank, each in enumerate(Severity.values)),
    output_field=IntegerField(),
)


@require_GET
@requires(READ, purpose=PURPOSE)
def incidents(request: SignedInRequest) -> HttpResponse:
    """Every incident that the actor may see: what is open and worst on top."""
    rows = incidents_of(request.actor).filter(drill=False)
    context = _listed(request, rows.order_by(_is_closed(), _WORST_FIRST, "-number"))
    waiting = reports_of(request.actor).filter(state=Report.State.RECEIVED)
    context["waiting"] = waiting.count()
    return render(request, "incidents/incidents.html", context)


@require_GET
@requires(READ, purpose=PURPOSE)
def drills(request: SignedInRequest) -> HttpResponse:
    """What was exercised, and how long it took; when the next drill is due."""
    rows = incidents_of(request.actor).filter(drill=True)
    context = _listed(request, rows)
    due_on = next_drill_on(request.actor.organization_id)
    context |= {"due_on": due_on, "is_due": due_on < timezone.localdate()}
    return render(request, "incidents/drills.html", context)


def _listed(request: SignedInRequest, rows: Any) -> dict[str, Any]:
    listing = Listing(
        request,
        rows,
        filters={
            "state": Filter("State", _STATES, _in_state),
            "kind": Filter("Kind", CHOICES, "kind"),
            "severity": Filter("Severity", Severity.choices, "severity"),
        },
    )
    now = timezone.now()
    names = names_of({each.lead_id for each in listing.rows if each.lead_id})
    tasks = open_tasks(request.actor, [each.id for each in listing.rows])
    return {
        "listing": listing,
        "lines": [
            {
                "incident": each,
                "title": each.title.reveal(),
                "clock": clock_of(each, now),
                "contain_by": contain_by(each),
                "lead": names.get(each.lead_id, "somebody who has left") if each.lead_id else "",
                "tasks": tasks.get(each.id, (0, 0)),
                "times": times_of(each),
            }
            for each in listing.rows
        ],
        "may_change": request.actor.may(MANAGE),
    }


def _is_closed() -> Case:
    return Case(
        When(state=Incident.State.CLOSED, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )


def _in_state(rows: Any, state: str) -> Any:
    closed = Incident.State.CLOSED
    return rows.filter(state=closed) if state == "closed" else rows.exclude(state=closed)
