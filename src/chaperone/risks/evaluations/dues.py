"""Planned evaluations, for the calendar."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from chaperone.duties.registry import Due
from chaperone.risks.models import Evaluation


def dues(organization_id: UUID, until: date) -> Iterator[Due]:
    """What is planned until the end of that day, and what should have been done."""
    rows = Evaluation.objects.filter(
        organization_id=organization_id, state=Evaluation.State.PLANNED, planned_on__lte=until
    )
    for row in rows.order_by("planned_on", "id"):
        yield Due(
            key=f"risks.evaluation:{row.id}:{row.planned_on.isoformat()}",
            what=f"{row.get_kind_display()}: {row.title}",
            due_on=row.planned_on,
            route="risks:evaluations:evaluation",
            arguments={"evaluation_id": str(row.id)},
            citation="45 CFR 164.308(a)(8)",
            owner=row.owner_id,
            permission="risks.manage",
        )
