"""What waits for somebody else's decision, for the calendar: releases, and more time to mend.

One duty for each day and kind, without what is weak: a calendar may be read outside the house.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from chaperone.access.actors import worker
from chaperone.duties.registry import Due
from chaperone.organizations.queries import organization_of
from chaperone.risks.models import FindingException, Release

_CITATION = "45 CFR 164.308(a)(1)(ii)(B)"


def dues(organization_id: UUID, until: date) -> Iterator[Due]:
    """What waits since before the end of that day: due on the day on which it was asked for.

    In the organization's context. Three queries.
    """
    zone = ZoneInfo(organization_of(worker(organization_id)).time_zone)
    here = {"organization_id": organization_id}
    asked = FindingException.objects.filter(**here, state=FindingException.State.WAITING)
    more_time = "more time to mend a finding"
    for due_on, count in _by_day(asked.values_list("asked_at", flat=True), zone, until):
        what = f"Decide on {more_time}" + (f", asked for {count} times" if count > 1 else "")
        yield _due(what, "risks:findings:exceptions", due_on)
    recorded = Release.objects.filter(**here, state=Release.State.WAITING)
    for due_on, count in _by_day(recorded.values_list("recorded_at", flat=True), zone, until):
        what = "Decide on a release" if count == 1 else f"Decide on {count} releases"
        yield _due(what, "risks:changes:register", due_on)


def _by_day(
    moments: "QuerySet[FindingException, datetime] | QuerySet[Release, datetime]",
    zone: ZoneInfo,
    until: date,
) -> list[tuple[date, int]]:
    days = Counter(at.astimezone(zone).date() for at in moments)
    return sorted((day, count) for day, count in days.items() if day <= until)


def _due(what: str, route: str, due_on: date) -> Due:
    return Due(
        key=f"{route}:{due_on.isoformat()}",
        what=what,
        due_on=due_on,
        route=route,
        citation=_CITATION,
        permission="risks.accept",
        remind=(0,),
    )
