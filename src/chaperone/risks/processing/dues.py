"""Records of processing and impact assessments that are to be reviewed, for the calendar."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from chaperone.duties.registry import Due
from chaperone.risks.models import ImpactAssessment, ProcessingActivity
from chaperone.risks.processing.queries import gdpr_applies


def dues(organization_id: UUID, until: date) -> Iterator[Due]:
    """What is to be reviewed until the end of that day; nothing where the GDPR does not apply."""
    if not gdpr_applies(organization_id):
        return
    rows = ProcessingActivity.objects.filter(organization_id=organization_id, retired_at=None)
    for row in rows.filter(review_on__lte=until).order_by("review_on", "id"):
        yield _due(row, "Review the record of processing", row.review_on, "GDPR Art. 30")
    signed = ImpactAssessment.objects.filter(
        organization_id=organization_id,
        state=ImpactAssessment.State.SIGNED,
        activity__retired_at=None,
        review_on__lte=until,
    )
    for assessment in signed.select_related("activity").order_by("review_on", "id"):
        assert assessment.review_on is not None
        about = assessment.activity
        yield _due(about, "Review the impact assessment of", assessment.review_on, "GDPR Art. 35")


def _due(row: ProcessingActivity, words: str, due_on: date, citation: str) -> Due:
    return Due(
        key=f"risks.processing:{row.id}:{citation}:{due_on.isoformat()}",
        what=f"{words} “{row.name}”",
        due_on=due_on,
        route="risks:processing:activity",
        arguments={"activity_id": str(row.id)},
        citation=citation,
        permission="risks.manage",
    )
