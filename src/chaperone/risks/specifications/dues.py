"""Decisions on addressable specifications that are to be reviewed, for the calendar."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Count

from chaperone.duties.registry import Due
from chaperone.risks.models import SpecificationDecision


def dues(organization_id: UUID, until: date) -> Iterator[Due]:
    """One for each day on which reviews fall due until the end of that one, or were due."""
    rows = SpecificationDecision.objects.filter(
        organization_id=organization_id,
        state=SpecificationDecision.State.IN_FORCE,
        review_on__lte=until,
    )
    for review_on, count in (
        rows.values_list("review_on").annotate(Count("id")).order_by("review_on")
    ):
        decisions = "1 decision" if count == 1 else f"{count} decisions"
        yield Due(
            key=f"risks.specifications:{review_on.isoformat()}",
            what=f"Review {decisions} on addressable specifications",
            due_on=review_on,
            route="risks:specifications:register",
            arguments={},
            citation="45 CFR 164.306(e)",
            permission="risks.accept",
        )
