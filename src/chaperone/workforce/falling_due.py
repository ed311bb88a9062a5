"""What falls due about the workforce: lines of checklists, agreements to be signed anew."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Max

from chaperone.access.models import Hold
from chaperone.duties.registry import Due
from chaperone.workforce.actions.agreeing import CLEARANCE
from chaperone.workforce.lines import KNOWN, STEPS
from chaperone.workforce.models import Line

MOST = 500


def dues(organization_id: UUID, until: date) -> Iterator[Due]:
    """Everything up to a day, in the organization's context. Nobody is named: calendars travel."""
    yield from _lines(organization_id, until)
    yield from _agreements(organization_id, until)


def _lines(organization_id: UUID, until: date) -> Iterator[Due]:
    rows = Line.objects.filter(
        organization_id=organization_id, done_at=None, due_on__lte=until
    ).exclude(key__in=KNOWN)
    for line in rows.select_related("checklist").order_by("due_on", "id")[:MOST]:
        yield Due(
            key=f"workforce.line:{line.id}",
            what=f"{line.checklist.get_kind_display()}: {STEPS[line.key].label}",
            due_on=line.due_on,
            route="workforce:person",
            arguments={"person_id": line.checklist.person_id},
            citation="45 CFR 164.308(a)(3)(ii)",
            owner=line.owner_id,
            permission="workforce.manage",
            remind=(7, 0),
        )


def _agreements(organization_id: UUID, until: date) -> Iterator[Due]:
    latest = (
        Hold.objects.filter(organization_id=organization_id, name=CLEARANCE, ended_at=None)
        .values("user_id")
        .annotate(last=Max("until"))
        .filter(last__lte=until)
    )
    days: dict[date, int] = {}
    for row in latest:
        days[row["last"]] = days.get(row["last"], 0) + 1
    for day, people in sorted(days.items())[:MOST]:
        each = "1 person signs" if people == 1 else f"{people} people sign"
        yield Due(
            key=f"workforce.agreements:{day}",
            what=f"{each} the confidentiality agreement anew",
            due_on=day,
            route="workforce:register",
            citation="45 CFR 164.308(a)(3)",
            permission="workforce.manage",
            remind=(30, 7),
        )
