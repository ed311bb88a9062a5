"""Taking a report up, answering it, and closing it. ``actions.merging`` adds it to an incident."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.incidents.actions.merging import reach_report, tell_reporter
from chaperone.incidents.errors import AlreadyDone
from chaperone.incidents.events import REPORT_ACKNOWLEDGED, REPORT_CLOSED, REPORT_OPENED
from chaperone.incidents.models import Report
from chaperone.incidents.queries.reports import report_of
from chaperone.registers.actions.changes import record_change


@transaction.atomic
def open_report(*, actor: Staff, report_id: UUID) -> tuple[Report, str, str]:
    """A report with its text and the reporter's contact, on record. The caller has checked
    ``incidents.manage``. Raises ``NoSuchReport``.
    """
    report = report_of(actor, report_id)
    record_change(actor=actor, event=REPORT_OPENED, record=report.id)
    return report, report.text.reveal(), report.contact.reveal() if report.contact else ""


@transaction.atomic
def acknowledge_report(*, actor: Staff, report_id: UUID, answer: str = "") -> Report:
    """Takes a report up; its reporter finds ``answer`` under their number.

    The caller has checked ``incidents.manage``. Raises ``NoSuchReport``, ``ReportDecided``,
    ``AlreadyDone``.
    """
    report = reach_report(actor, report_id, lock=True)
    if report.state != Report.State.RECEIVED:
        raise AlreadyDone
    report.state = Report.State.ACKNOWLEDGED
    _settle(actor, report, answer)
    in_time = report.acknowledged_at is not None and report.acknowledged_at <= report.due_at
    details = {"number": report.number, "in_time": in_time, "answered": bool(answer.strip())}
    record_change(actor=actor, event=REPORT_ACKNOWLEDGED, record=report.id, details=details)
    return report


@transaction.atomic
def close_report(*, actor: Staff, report_id: UUID, answer: str) -> Report:
    """Closes a report that is no incident, with what its reporter is told.

    The caller has checked ``incidents.manage``. Raises ``NoSuchReport``, ``ReportDecided``.
    """
    report = reach_report(actor, report_id, lock=True)
    report.state = Report.State.CLOSED
    report.closed_at, report.closed_by = timezone.now(), actor.user_id
    report.save(update_fields=["closed_at", "closed_by"])
    _settle(actor, report, answer)
    details = {"number": report.number}
    record_change(actor=actor, event=REPORT_CLOSED, record=report.id, details=details)
    return report


def _settle(actor: Staff, report: Report, answer: str) -> None:
    if report.acknowledged_at is None:
        report.acknowledged_at, report.acknowledged_by = timezone.now(), actor.user_id
    if answer.strip():
        report.answer = answer.strip()
    report.save(update_fields=["state", "acknowledged_at", "acknowledged_by", "answer"])
    tell_reporter(actor, report)
