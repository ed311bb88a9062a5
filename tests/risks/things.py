"""What the addresses of findings, evaluations, decisions, releases and processing name, by place."""

from typing import Any

from chaperone.database.identifiers import new_id
from chaperone.risks.models import (
    Evaluation,
    Finding,
    FindingException,
    ProcessingActivity,
    Release,
)
from tests.cast import LAKESIDE, inside


def governance_things() -> dict[str, Any]:
    """Those of the demo's organization that wait for somebody."""
    with inside(LAKESIDE):
        return {
            "finding_id": Finding.objects.exclude(state="closed").latest("id").id,
            "exception_id": FindingException.objects.get(state="waiting").id,
            # Whoever uploads a file looks it over at once: none waits.
            "import_id": new_id(),
            "evaluation_id": Evaluation.objects.filter(state="planned").latest("id").id,
            "citation": "164.312(a)(2)(iii)",
            "release_id": Release.objects.get(state="waiting").id,
            "activity_id": ProcessingActivity.objects.get(source="treatment").id,
        }
