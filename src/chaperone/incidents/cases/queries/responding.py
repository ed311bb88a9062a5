"""How an organization responds, in figures (45 CFR 164.308(a)(6))."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from chaperone.incidents.models import Incident, Report, Task
from chaperone.incidents.severities import ACTS_WITHIN
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of

_YEAR = timedelta(days=365)
_LATEST = 10
_State = Incident.State


class Responding(NamedTuple):
    """Incidents and drills of a year, reports, and what of them is late.

    ``late``: incidents that are not contained in the time that their severity allows; ``unread``:
    reports that nobody took up in time; ``tasks_late``: of incidents that are not closed;
    ``latest``: the ids of the last ones that were worked.
    """

    incidents: int
    drills_closed: int
    open: int
    late: int
    reports: int
    unread: int
    tasks_late: int
    latest: tuple[UUID, ...]


def responding_in(actor: Actor) -> Responding:
    """Of the actor's organization, confidential incidents too: nothing is told but numbers.

    Five queries.
    """
    now = timezone.now()
    rows = Incident.objects.filter(organization_id=actor.organization_id)
    this_year, real = Q(created_at__gte=now - _YEAR), Q(drill=False)
    late = Q(pk__in=[])
    for severity, within in ACTS_WITHIN.items():
        late |= Q(severity=severity, discovered_at__lt=now - within)
    figures = rows.aggregate(
        incidents=Count("id", filter=real & this_year),
        drills_closed=Count("id", filter=Q(drill=True, closed_at__gte=now - _YEAR)),
        open=Count("id", filter=real & ~Q(state=_State.CLOSED)),
        late=Count("id", filter=real & late & Q(contained_at=None) & ~Q(state=_State.CLOSED)),
    )
    reports = Report.objects.filter(organization_id=actor.organization_id).aggregate(
        reports=Count("id", filter=Q(received_at__gte=now - _YEAR)),
        unread=Count("id", filter=Q(state=Report.State.RECEIVED, due_at__lt=now)),
    )
    tasks = Task.objects.filter(
        organization_id=actor.organization_id,
        done_at=None,
        due_on__lt=today_of(actor),
        incident__drill=False,
    ).exclude(incident__state=_State.CLOSED)
    latest = rows.order_by("-number").values_list("id", flat=True)[:_LATEST]
    return Responding(**figures, **reports, tasks_late=tasks.count(), latest=tuple(latest))
