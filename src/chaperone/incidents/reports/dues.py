"""Reports that wait to be taken up, for the calendar: how many, and until when."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from chaperone.access.actors import worker
from chaperone.duties.registry import Due
from chaperone.incidents.models import Report
from chaperone.incidents.queries.incidents import MANAGE
from chaperone.incidents.queries.reports import reports_of
from chaperone.organizations.queries import organization_of


def dues(organization_id: UUID, until: date) -> Iterator[Due]:
    """What is to be taken up until the end of that day, added up by day."""
    actor = worker(organization_id)
    rows = reports_of(actor).filter(state=Report.State.RECEIVED)
    waiting = list(rows.values_list("due_at", flat=True))
    if not waiting:
        return
    zone = ZoneInfo(organization_of(actor).time_zone)
    days = Counter(moment.astimezone(zone).date() for moment in waiting)
    for day, count in sorted(days.items()):
        if day <= until:
            yield Due(
                key=f"incidents.reports:{day.isoformat()}",
                what=f"Take up {count} reported concern{'s' if count > 1 else ''}",
                due_on=day,
                route="incidents:reports",
                citation="45 CFR 164.308(a)(6)(ii)",
                permission=MANAGE,
                remind=(0,),
            )
