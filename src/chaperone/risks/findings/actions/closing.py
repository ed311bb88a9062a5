"""Entering findings by hand, naming who mends them, closing them, and opening them again."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.database.identifiers import new_id
from chaperone.organizations.days import today_of
from chaperone.registers.actions.changes import record_change
from chaperone.risks.findings.deadlines import days_of, due_on
from chaperone.risks.findings.errors import AlreadyClosed, NotClosed
from chaperone.risks.findings.events import (
    FINDING_ASSIGNED,
    FINDING_CLOSED,
    FINDING_REOPENED,
    FINDING_REPORTED,
)
from chaperone.risks.findings.queries.findings import finding_to_change
from chaperone.risks.findings.reading.reported import reported
from chaperone.risks.models import Finding, FindingException, Severity

BY_HAND = "Entered by hand"
"""The source of findings that no file reported: none is ever found to be the same."""


@transaction.atomic
def add_finding(
    *,
    actor: Staff,
    title: str,
    severity: str,
    place: str,
    rule: str | None = "",
    description: str | None = "",
    remedy: str | None = "",
    owner_id: UUID | None = None,
    evaluation_id: UUID | None = None,
) -> Finding:
    """Enters a finding, such as one of a report on paper.

    The caller has checked ``risks.manage``.
    """
    today = today_of(actor)
    report = reported(
        same=[str(new_id())],
        rule=rule or "",
        title=title,
        severity=Severity(severity),
        place=place,
        description=description or "",
        remedy=remedy or "",
    )
    finding = Finding(
        organization_id=actor.organization_id,
        source=BY_HAND,
        first_seen_on=today,
        last_seen_on=today,
        due_on=due_on(today, report.severity, days_of(actor.organization_id)),
        owner_id=owner_id,
        evaluation_id=evaluation_id,
        recorded_by=actor.user_id,
        **report._asdict(),
    )
    finding.save(force_insert=True)
    details = {"severity": finding.severity, "due": finding.due_on.isoformat()}
    _record(actor, FINDING_REPORTED, finding, details)
    return finding


@transaction.atomic
def assign_finding(*, actor: Staff, finding_id: UUID, owner_id: UUID | None) -> Finding:
    """Names who mends it. The caller has checked ``risks.manage``, and that this is a colleague.

    Raises ``NoSuchFinding``, ``AlreadyClosed``.
    """
    finding = _open(actor, finding_id)
    before, finding.owner_id = finding.owner_id, owner_id
    finding.save(update_fields=["owner_id"])
    details = {"from": _text(before), "to": _text(owner_id)}
    _record(actor, FINDING_ASSIGNED, finding, details)
    return finding


@transaction.atomic
def close_finding(*, actor: Staff, finding_id: UUID, how: str, note: str) -> Finding:
    """Closes it, with why. What is asked for it falls away.

    The caller has checked ``risks.manage``. Raises ``NoSuchFinding``, ``AlreadyClosed``.
    """
    finding = _open(actor, finding_id)
    finding.state, finding.closed_how = Finding.State.CLOSED, how
    finding.closed_by, finding.closed_at = actor.user_id, timezone.now()
    finding.closing_note = note.strip()
    finding.save(update_fields=["state", "closed_how", "closed_by", "closed_at", "closing_note"])
    waiting = FindingException.objects.filter(finding=finding, state="waiting")
    waiting.update(state=FindingException.State.WITHDRAWN, decided_at=timezone.now())
    _record(actor, FINDING_CLOSED, finding, {"how": how, "note": finding.closing_note})
    return finding


@transaction.atomic
def reopen_finding(*, actor: Staff, finding_id: UUID, note: str) -> Finding:
    """Opens a closed one again, with its old deadline. The caller has checked ``risks.manage``.

    Raises ``NoSuchFinding``, ``NotClosed``.
    """
    finding = finding_to_change(actor, finding_id)
    if not finding.is_closed:
        raise NotClosed
    finding.state, finding.closed_how, finding.closing_note = Finding.State.OPEN, "", ""
    finding.closed_by, finding.closed_at = None, None
    finding.save(update_fields=["state", "closed_how", "closed_by", "closed_at", "closing_note"])
    _record(actor, FINDING_REOPENED, finding, {"note": note.strip()})
    return finding


def _open(actor: Staff, finding_id: UUID) -> Finding:
    finding = finding_to_change(actor, finding_id)
    if finding.is_closed:
        raise AlreadyClosed
    return finding


def _record(actor: Staff, event: Any, finding: Finding, details: dict[str, Any]) -> None:
    record_change(actor=actor, event=event, record=finding.id, details=details)


def _text(user_id: UUID | None) -> str | None:
    return str(user_id) if user_id else None
