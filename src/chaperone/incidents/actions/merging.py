"""A report becomes part of an incident."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.incidents.errors import ReportDecided
from chaperone.incidents.events import REPORT_MERGED
from chaperone.incidents.models import Incident, Report
from chaperone.incidents.notice import TAKEN_UP
from chaperone.incidents.queries.incidents import reach_open
from chaperone.incidents.queries.reports import report_of
from chaperone.notices.actions.tell import call_off, tell
from chaperone.notices.models import Notice
from chaperone.registers.actions.changes import record_change


@transaction.atomic
def merge_report(*, actor: Staff, report_id: UUID, incident_id: UUID) -> Incident:
    """Adds a report to an incident, which becomes as confidential as the report is.

    The caller has checked ``incidents.manage``. Raises ``NoSuchReport``, ``ReportDecided``,
    ``NoSuchIncident``, ``IncidentClosed``.
    """
    report = reach_report(actor, report_id, lock=True)
    found = reach_open(actor, incident_id)
    take_into(actor, report, found)
    return found


def reach_report(actor: Staff, report_id: UUID, *, lock: bool = False) -> Report:
    """A report that is not decided. Raises ``NoSuchReport``, ``ReportDecided``."""
    report = report_of(actor, report_id, lock=lock)
    if report.state in (Report.State.CASE, Report.State.CLOSED):
        raise ReportDecided
    return report


def take_into(actor: Staff, report: Report, found: Incident) -> None:
    """Ties them to each other, in the caller's transaction, with an entry about each."""
    report.incident, report.state = found, Report.State.CASE
    if report.acknowledged_at is None:
        report.acknowledged_at, report.acknowledged_by = timezone.now(), actor.user_id
    report.save(update_fields=["incident", "state", "acknowledged_at", "acknowledged_by"])
    tell_reporter(actor, report)
    if report.confidential and not found.confidential:
        found.confidential = True
        found.save(update_fields=["confidential"])
    if report.names_id and found.about_id is None:
        found.about_id = report.names_id
        if found.lead_id == found.about_id:
            found.lead_id = actor.user_id
        found.save(update_fields=["about_id", "lead_id"])
    for record in (report.id, found.id):
        details = {"report": report.number, "incident": found.number}
        record_change(actor=actor, event=REPORT_MERGED, record=record, details=details)


def tell_reporter(actor: Staff, report: Report) -> None:
    """Whoever was told of the report need not look any more; a colleague who gave their name is
    told that it was taken up.
    """
    call_off(actor=actor, subject_id=report.id)
    if report.reporter_id:
        ways = {report.reporter_id: (Notice.Way.EMAIL,)}
        tell(actor=actor, kind=TAKEN_UP, subject_id=report.id, recipients=ways)
