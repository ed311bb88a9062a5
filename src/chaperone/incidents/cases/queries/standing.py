"""How a case stands: its clock, its times, its team, its tasks."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from chaperone.access.sentences import LEFT
from chaperone.incidents.models import Duty, Incident, Stage, Task
from chaperone.incidents.severities import ACTS_WITHIN
from chaperone.ledger.actors import Actor


class Time(NamedTuple):
    """How long something took after the incident became known; None while it lasts."""

    label: str
    at: datetime | None
    took: str


class Person(NamedTuple):
    """Somebody on the team."""

    duty_id: UUID
    part: str
    part_label: str
    user_id: UUID
    name: str


def contain_by(found: Incident) -> datetime:
    """Until when it should be contained."""
    return found.discovered_at + ACTS_WITHIN[found.severity]


def clock_of(found: Incident, now: datetime) -> str:
    """``late``, ``running`` or ``stopped``: of containing it."""
    if found.is_closed or found.contained_at:
        return "stopped"
    return "late" if contain_by(found) < now else "running"


def times_of(found: Incident) -> list[Time]:
    """Reported, acknowledged, contained, recovered, closed: measured, for incidents and drills."""
    began = found.created_at if found.drill else found.discovered_at
    steps = (
        ("Taken in hand", found.acknowledged_at),
        ("Contained", found.contained_at),
        ("Cause removed", found.eradicated_at),
        ("Recovered", found.recovered_at),
        ("Closed", found.closed_at),
    )
    return [Time(label, at, lasted(at - began) if at else "") for label, at in steps]


def lasted(span: timedelta) -> str:
    """A length of time in words, such as "2 hours 5 minutes"."""
    minutes, seconds = divmod(max(int(span.total_seconds()), 0), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [
        f"{number} {unit}{'' if number == 1 else 's'}"
        for number, unit in ((days, "day"), (hours, "hour"), (minutes, "minute"))
        if number
    ]
    return " ".join(parts[:2]) or f"{seconds} second{'' if seconds == 1 else 's'}"


def team_of(found: Incident, names: Mapping[UUID, str]) -> list[Person]:
    """Who works on it now, who leads first. ``names``: of colleagues."""
    order = list(Duty.Part.values)
    rows = Duty.objects.filter(incident=found, ended_at=None).order_by("since")
    return [
        Person(
            each.id,
            each.part,
            each.get_part_display(),
            each.user_id,
            names.get(each.user_id, LEFT),
        )
        for each in sorted(rows, key=lambda each: order.index(each.part))
    ]


def tasks_of(found: Incident) -> QuerySet[Task]:
    """Its tasks, by stage and in their order."""
    return Task.objects.filter(incident=found).order_by("position")


def by_stage(tasks: QuerySet[Task]) -> list[tuple[Stage, list[Task]]]:
    """The same under their stages."""
    listed = list(tasks)
    return [(stage, [each for each in listed if each.stage == stage]) for stage in Stage]


def open_tasks(actor: Actor, ids: list[UUID]) -> dict[UUID, tuple[int, int]]:
    """Of each of these incidents: how many tasks are open, and how many there are. One query."""
    rows = Task.objects.filter(organization_id=actor.organization_id, incident_id__in=ids)
    counts = rows.values_list("incident_id").annotate(
        left=Count("id", filter=Q(done_at=None)), total=Count("id")
    )
    return {incident_id: (left, total) for incident_id, left, total in counts}
