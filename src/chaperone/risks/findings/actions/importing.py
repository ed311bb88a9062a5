"""Files of findings: kept to be looked over, then taken in whole, or discarded."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.organizations.days import today_of
from chaperone.registers.actions.changes import record_change
from chaperone.risks.findings.comparing import TEXTS, Comparison
from chaperone.risks.findings.deadlines import days_of, due_on
from chaperone.risks.findings.events import (
    FILE_DISCARDED,
    FILE_IMPORTED,
    FILE_UPLOADED,
    FINDING_CHANGED,
    FINDING_GONE,
    FINDING_REOPENED,
    FINDINGS_REPORTED,
)
from chaperone.risks.findings.queries.imports import comparison_of, waiting_import
from chaperone.risks.findings.reading.files import read_file
from chaperone.risks.findings.reading.reported import Reported
from chaperone.risks.models import Finding, FindingImport

_SAVED = (
    *TEXTS,
    "dismissed",
    "state",
    "first_seen_on",
    "last_seen_on",
    "due_on",
    "closed_by",
    "closed_at",
    "closed_how",
    "closing_note",
)
_AT_ONCE = 500
_IN_AN_ENTRY = 100


class _Taking(NamedTuple):
    """Who takes what in, on which day, with which deadlines."""

    actor: Staff
    file: FindingImport
    today: date
    days: dict[str, int]

    def due(self, since: date, severity: str) -> date:
        return due_on(since, severity, self.days)


@transaction.atomic
def upload_findings(
    *,
    actor: Staff,
    source: str,
    whole: bool,
    name: str,
    content: bytes,
    evaluation_id: UUID | None = None,
) -> FindingImport:
    """Reads a file and keeps what it lists until somebody confirms it.

    ``source``: which scan it is of; ``whole``: it lists all that this scan finds now. The caller
    has checked ``risks.manage``. Raises ``FileRefused`` with the place of what is wrong.
    """
    read = read_file(content)
    kept = FindingImport(
        organization_id=actor.organization_id,
        source=source.strip(),
        whole=whole,
        form=read.form,
        file_name=name[:255],
        sha256=sha256(content).hexdigest(),
        evaluation_id=evaluation_id,
        reported=[list(each) for each in read.found],
        uploaded_by=actor.user_id,
    )
    kept.save(force_insert=True)
    details = _details(kept) | {"findings": len(read.found)}
    record_change(actor=actor, event=FILE_UPLOADED, record=kept.id, details=details)
    return kept


@transaction.atomic
def import_findings(*, actor: Staff, import_id: UUID) -> dict[str, int]:
    """Takes in a file that waits; returns how many findings are new, changed and so on.

    The caller has checked ``risks.manage``. Raises ``NoSuchImport``.
    """
    file = waiting_import(actor, import_id, lock=True)
    taking = _Taking(actor, file, today_of(actor), days_of(actor.organization_id))
    found = comparison_of(file, lock=True)
    _enter(taking, found.new)
    _see(taking, found)
    file.counts, file.reported = found.counts, []
    _decide(actor, file, FindingImport.State.DONE)
    record_change(
        actor=actor,
        event=FILE_IMPORTED,
        record=file.id,
        details=_details(file) | {"whole": file.whole, **found.counts},
    )
    return found.counts


@transaction.atomic
def discard_import(*, actor: Staff, import_id: UUID) -> None:
    """Drops a file that waits. The caller has checked ``risks.manage``. Raises ``NoSuchImport``."""
    file = waiting_import(actor, import_id, lock=True)
    file.reported = []
    _decide(actor, file, FindingImport.State.DISCARDED)
    record_change(actor=actor, event=FILE_DISCARDED, record=file.id, details=_details(file))


def _decide(actor: Staff, file: FindingImport, state: FindingImport.State) -> None:
    file.state, file.decided_by, file.decided_at = state, actor.user_id, timezone.now()
    file.save(update_fields=["reported", "counts", "state", "decided_by", "decided_at"])


def _enter(taking: _Taking, reports: Iterable[Reported]) -> None:
    """New ones; those that their source excuses wait for somebody to close them."""
    rows = [
        Finding(
            organization_id=taking.actor.organization_id,
            source=taking.file.source,
            state=Finding.State.GONE if report.dismissed else Finding.State.OPEN,
            first_seen_on=taking.today,
            last_seen_on=taking.today,
            due_on=taking.due(taking.today, report.severity),
            evaluation_id=taking.file.evaluation_id,
            recorded_by=taking.actor.user_id,
            **report._asdict(),
        )
        for report in reports
    ]
    Finding.objects.bulk_create(rows, batch_size=_AT_ONCE)
    # One entry for many: the first scan of a large system brings thousands.
    for start in range(0, len(rows), _IN_AN_ENTRY):
        part = rows[start : start + _IN_AN_ENTRY]
        details = _details(taking.file) | {"findings": [str(row.id) for row in part]}
        record_change(
            actor=taking.actor, event=FINDINGS_REPORTED, record=taking.file.id, details=details
        )


def _see(taking: _Taking, found: Comparison) -> None:
    """Those that are known already."""
    for finding, report in found.changed:
        before = {name: getattr(finding, name) for name in TEXTS}
        _take_over(taking, finding, report)
        changes = {
            name: {"from": before[name], "to": getattr(finding, name)}
            for name in ("severity", "title", "place")
            if before[name] != getattr(finding, name)
        }
        _record(taking, FINDING_CHANGED, finding, **changes)
    for finding, report in found.reopened:
        _reopen(taking, finding, report)
    for finding, report in found.dismissed:
        finding.dismissed, finding.state = report.dismissed, Finding.State.GONE
        _record(taking, FINDING_GONE, finding, excused=report.dismissed)
    for finding in found.gone:
        finding.state = Finding.State.GONE
        _record(taking, FINDING_GONE, finding)
    seen = [*found.same, *found.changed, *found.reopened, *found.dismissed, *found.left]
    for finding, _ in seen:
        finding.last_seen_on = taking.today
    rows = [*(finding for finding, _ in seen), *found.gone]
    Finding.objects.bulk_update(rows, _SAVED, batch_size=_AT_ONCE)


def _reopen(taking: _Taking, finding: Finding, report: Reported) -> None:
    """Mended ones begin anew; one that merely was not seen keeps its deadline."""
    if finding.is_closed:
        finding.first_seen_on = taking.today
    finding.state, finding.dismissed = Finding.State.OPEN, ""
    finding.closed_by, finding.closed_at = None, None
    finding.closed_how, finding.closing_note = "", ""
    _take_over(taking, finding, report)
    _record(taking, FINDING_REOPENED, finding, due=finding.due_on.isoformat())


def _take_over(taking: _Taking, finding: Finding, report: Reported) -> None:
    for name in TEXTS:
        setattr(finding, name, getattr(report, name))
    finding.due_on = taking.due(finding.first_seen_on, finding.severity)


def _record(taking: _Taking, event: Any, finding: Finding, **details: Any) -> None:
    about = {"source": finding.source, "file_sha256": taking.file.sha256, **details}
    record_change(actor=taking.actor, event=event, record=finding.id, details=about)


def _details(file: FindingImport) -> dict[str, Any]:
    return {"source": file.source, "form": file.form, "sha256": file.sha256}
