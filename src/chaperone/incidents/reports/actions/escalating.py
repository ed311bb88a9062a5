"""A report that nobody took up in time is told of again."""

from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.incidents.events import REPORT_ESCALATED
from chaperone.incidents.models import Report
from chaperone.incidents.reports.actions.telling import tell_it_is_late
from chaperone.organizations.queries import organizations_all
from chaperone.registers.actions.changes import record_change


def escalate_everywhere() -> None:
    """Looks in every organization. For workers; safe to repeat."""
    for organization_id in organizations_all():
        actor = worker(organization_id)
        with acting_for(actor):
            late = Report.objects.filter(
                organization_id=organization_id,
                state=Report.State.RECEIVED,
                due_at__lte=timezone.now(),
                escalated_at=None,
            )
            for report in late.order_by("number").select_for_update(skip_locked=True):
                report.escalated_at = timezone.now()
                report.save(update_fields=["escalated_at"])
                details = {"number": report.number, "due": report.due_at.isoformat()}
                record_change(
                    actor=actor, event=REPORT_ESCALATED, record=report.id, details=details
                )
                tell_it_is_late(actor, report)
