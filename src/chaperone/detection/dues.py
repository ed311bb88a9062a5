"""What falls due about suspicious activity: the weekly review, and what it left open."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from chaperone.detection.frame import CITATION, MANAGE
from chaperone.detection.models import Review
from chaperone.detection.reviews.queries import left_over, unsigned
from chaperone.duties.registry import Due

_REMIND = (3, 0)
_ASKED_WITHIN = timedelta(days=14)


def dues(organization_id: UUID, until: date) -> Iterator[Due]:
    """Weeks that wait for a signature, and lines of signed ones that wait on."""
    for review in unsigned(organization_id):
        if review.due_on <= until:
            what = f"Review and sign off the activity of the week from {review.first_day}"
            yield _due(review, "week", what, review.due_on)
    for review in left_over(organization_id):
        waiting: int = review.waiting  # type: ignore[attr-defined]  # annotated by the query
        if review.due_on + _ASKED_WITHIN <= until:
            lines = "line" if waiting == 1 else "lines"
            what = f"Settle {waiting} {lines} of the review of the week from {review.first_day}"
            yield _due(review, "left", what, review.due_on + _ASKED_WITHIN)


def _due(review: Review, kind: str, what: str, due_on: date) -> Due:
    return Due(
        key=f"detection.{kind}:{review.id}",
        what=what,
        due_on=due_on,
        route="detection:reviews:review",
        arguments={"review_id": str(review.id)},
        citation=CITATION,
        permission=MANAGE,
        remind=_REMIND,
    )
