"""When entries of the answer library are to be reviewed again: one due for all of a month."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Count, Min
from django.db.models.functions import TruncMonth

from chaperone.assistant.models import Review
from chaperone.duties.registry import Due


def library_dues(organization_id: UUID, until: date) -> Iterator[Due]:
    """Approvals that run out up to that day, by the first of each month."""
    rows = Review.objects.filter(
        organization_id=organization_id,
        superseded_at=None,
        kind=Review.Kind.APPROVED,
        review_again_on__lte=until,
    )
    months = rows.annotate(month=TruncMonth("review_again_on")).values("month")
    for row in months.annotate(many=Count("id"), first=Min("review_again_on")).order_by("month"):
        entries = "entry" if row["many"] == 1 else "entries"
        yield Due(
            key=f"assistant.library:{row['month']:%Y-%m}",
            what=f"{row['many']} {entries} of the answer library to be reviewed again",
            due_on=row["first"],
            route="administration:library",
            permission="library.review",
            remind=(30, 7, 0),
        )
