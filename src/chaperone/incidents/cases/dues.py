"""Tasks of incidents and the next drill, for the calendar, which may be read outside the house: it
says neither what happened nor what a task is.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from chaperone.access.actors import worker
from chaperone.duties.registry import Due
from chaperone.incidents.cases.settings import DRILL_MONTHS
from chaperone.incidents.models import Incident, Task
from chaperone.incidents.queries.incidents import MANAGE, incidents_of
from chaperone.organizations.days import months_after
from chaperone.organizations.queries import organization_of, value_of

_FIRST_AFTER_MONTHS = 3


_TOLD_APART = ("incident_id", "incident__number", "incident__drill", "owner_id", "due_on")


def dues(organization_id: UUID, until: date) -> Iterator[Due]:
    """What is to be done until the end of that day, added up by owner, incident and day."""
    yield from _tasks(organization_id, until)
    due_on = next_drill_on(organization_id)
    if due_on <= until:
        yield Due(
            key=f"incidents.drill:{due_on.isoformat()}",
            what="Hold a drill of the response to incidents",
            due_on=due_on,
            route="incidents:drills",
            citation="45 CFR 164.308(a)(6)(i)",
            permission=MANAGE,
            remind=(30, 7, 0),
        )


def next_drill_on(organization_id: UUID) -> date:
    """The last day on which the next drill is in time."""
    actor = worker(organization_id)
    organization = organization_of(actor)
    closed = incidents_of(actor).filter(drill=True, state=Incident.State.CLOSED)
    last = closed.order_by("-closed_at").values_list("closed_at", flat=True).first()
    zone = ZoneInfo(organization.time_zone)
    if last is None:
        return months_after(organization.created_at.astimezone(zone).date(), _FIRST_AFTER_MONTHS)
    return months_after(last.astimezone(zone).date(), value_of(DRILL_MONTHS, organization_id))


def _tasks(organization_id: UUID, until: date) -> Iterator[Due]:
    rows = Task.objects.filter(organization_id=organization_id, done_at=None, due_on__lte=until)
    open_ones = rows.exclude(incident__state=Incident.State.CLOSED)
    found = Counter(open_ones.values_list(*_TOLD_APART))
    for (incident_id, number, drill, owner, due_on), count in sorted(
        found.items(), key=lambda each: (each[0][-1], each[0][1])
    ):
        of = f"{'drill' if drill else 'incident'} {number}"
        yield Due(
            key=f"incidents.tasks:{incident_id}:{owner or 'nobody'}:{due_on.isoformat()}",
            what=f"Do {count} task{'s' if count > 1 else ''} of {of}",
            due_on=due_on,
            route="incidents:tasks",
            arguments={"incident_id": incident_id},
            citation="45 CFR 164.308(a)(6)(ii)",
            owner=owner,
            permission=MANAGE,
            remind=(1, 0),
        )
