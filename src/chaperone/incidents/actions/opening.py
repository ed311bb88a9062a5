"""Opening an incident: by hand, from a report, from an alert, or as a drill."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.incidents.actions.merging import reach_report, take_into
from chaperone.incidents.actions.numbering import next_number
from chaperone.incidents.actions.playbooks import take_over
from chaperone.incidents.errors import AlreadyOpened
from chaperone.incidents.events import CASE_OPENED
from chaperone.incidents.kinds import KINDS
from chaperone.incidents.models import Duty, Incident
from chaperone.incidents.queries.playbooks import Playbook
from chaperone.registers.actions.changes import record_change


@transaction.atomic
def open_case(
    *,
    actor: Staff,
    title: str,
    kind: str,
    severity: str = "",
    alert_id: UUID | None = None,
    report_id: UUID | None = None,
    drill: bool = False,
    about_id: UUID | None = None,
    discovered_at: datetime | None = None,
) -> Incident:
    """Opens an incident (45 CFR 164.308(a)(6)(ii)); the actor leads it until somebody else does.

    It has the tasks of its kind's playbook. ``severity``: empty takes that of the kind.
    ``report_id``: the report it comes from, which hands on whom it names and that it is
    confidential. ``about_id``: the colleague it is about, who never sees it. A drill waits to be
    acknowledged, so that this is measured. The caller has checked ``incidents.manage``. Raises
    ``NoSuchReport``, ``ReportDecided``, ``AlreadyOpened``.
    """
    report = reach_report(actor, report_id, lock=True) if report_id else None
    now = timezone.now()
    found = Incident(
        organization_id=actor.organization_id,
        number=next_number(actor.organization_id, "incident"),
        title=title.strip(),
        kind=kind,
        severity=severity or KINDS[kind].severity,
        drill=drill,
        confidential=bool(report and report.confidential) or about_id is not None,
        about_id=about_id or (report.names_id if report else None),
        state=Incident.State.REPORTED if drill else Incident.State.OPEN,
        discovered_at=discovered_at or (report.received_at if report else now),
        lead_id=None if drill else actor.user_id,
        alert_id=alert_id,
        created_by=actor.user_id,
        acknowledged_at=None if drill else now,
    )
    _save(found)
    if not drill:
        Duty.objects.create(
            organization_id=actor.organization_id,
            incident=found,
            part=Duty.Part.LEAD,
            user_id=actor.user_id,
        )
    _record(actor, found, take_over(actor, found))
    if report:
        take_into(actor, report, found)
    return found


def _save(found: Incident) -> None:
    try:
        with transaction.atomic():
            found.save(force_insert=True)
    except IntegrityError as problem:
        raise AlreadyOpened from problem


def _record(actor: Staff, found: Incident, playbook: Playbook) -> None:
    details = {
        "number": found.number,
        "kind": found.get_kind_display(),
        "severity": found.get_severity_display(),
        "drill": found.drill,
        "alert": str(found.alert_id) if found.alert_id else None,
        "discovered": found.discovered_at.isoformat(),
        "playbook": str(playbook.version_id) if playbook.version_id else "as it came",
        "tasks": len(playbook.steps),
    }
    record_change(actor=actor, event=CASE_OPENED, record=found.id, details=details)
