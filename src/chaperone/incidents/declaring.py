"""What incidents tell the rooms below: what falls due, files of records, what members text."""

from uuid import UUID

from django.urls import reverse

from chaperone.access.actors import Staff
from chaperone.conversations.concerns import hear_with
from chaperone.duties.registry import due_from
from chaperone.incidents import notice  # noqa: F401  declares
from chaperone.incidents.assessing import (
    closing,
    kinds,  # noqa: F401  declares
)
from chaperone.incidents.assessing import dues as breach_dues
from chaperone.incidents.cases import dues as case_dues
from chaperone.incidents.cases.closing import closes_only_when
from chaperone.incidents.cases.files import KIND
from chaperone.incidents.frame import MANAGE, READ
from chaperone.incidents.queries.incidents import incidents_of
from chaperone.incidents.reports import dues as report_dues
from chaperone.incidents.reports.by_text import hear
from chaperone.registers.registry import guards_records


def declare_all() -> None:
    """Called once, in ``AppConfig.ready``."""
    for source in (report_dues.dues, case_dues.dues, breach_dues.dues):
        due_from(source)
    for condition in (closing.judged, closing.told):
        closes_only_when(condition)
    hear_with(hear)
    guards_records(KIND, read=READ, manage=MANAGE, page=_page, warning=_warning)


def _page(actor: Staff, record: UUID) -> str | None:
    if not incidents_of(actor).filter(id=record).exists():
        return None
    return reverse("incidents:files", kwargs={"incident_id": record})


def _warning(actor: Staff, record: UUID) -> str:
    drill = incidents_of(actor).filter(id=record, drill=True).exists()
    return (
        "This is a drill. The file stays with it, and shows nothing that happened." if drill else ""
    )
