"""Deadlines of breaches, in the calendar of all that falls due."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from chaperone.access.actors import worker
from chaperone.duties.registry import Due
from chaperone.incidents.assessing.queries.clocks import clocks_of
from chaperone.incidents.models import Assessment, Exposure, Incident
from chaperone.organizations.queries import organization_of

MANAGE = "incidents.manage"
_MOMENT = timedelta(microseconds=1)


def dues(organization_id: UUID, until: date) -> Iterator[Due]:
    """What is to be told until the end of that day, in the organization's context.

    Of a confidential incident its owner alone is reminded; drills remind nobody.
    """
    actor = worker(organization_id)
    cases = Incident.objects.filter(organization_id=organization_id, drill=False)
    # No time runs before something was exposed or judged: of most incidents nothing more is asked.
    of_it = {"incident": OuterRef("pk")}
    runs = Exists(Exposure.objects.filter(**of_it)) | Exists(Assessment.objects.filter(**of_it))
    open_ones = list(cases.filter(runs).exclude(state=Incident.State.CLOSED).order_by("id"))
    zone = ZoneInfo(organization_of(actor).time_zone) if open_ones else None
    for case in open_ones:
        for each in clocks_of(actor, case):
            # A day of the law ends at midnight: it is due on the day before.
            due_on = (each.running.due_at - _MOMENT).astimezone(zone).date()
            if each.open and due_on <= until:
                yield Due(
                    key=f"incidents.clock:{case.id}:{each.running.name}",
                    what=f"Incident {case.number}: {each.running.what}",
                    due_on=due_on,
                    route="incidents:assessment",
                    arguments={"incident_id": str(case.id)},
                    citation=each.running.citation,
                    owner=each.owner_id,
                    permission="" if case.confidential else MANAGE,
                    remind=(30, 7, 1, 0),
                )
