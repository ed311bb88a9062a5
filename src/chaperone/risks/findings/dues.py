"""Findings that are to be mended, for the calendar: added up by owner, severity and day.

A calendar may be read outside the house, so that nothing here says what is weak.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from chaperone.access.actors import worker
from chaperone.duties.registry import Due
from chaperone.risks.findings.queries.findings import findings_of
from chaperone.risks.models import Finding


def dues(organization_id: UUID, until: date) -> Iterator[Due]:
    """What is to be mended until the end of that day, or should have been; more time counts."""
    rows = findings_of(worker(organization_id)).filter(state=Finding.State.OPEN)
    found: Counter[tuple[UUID | None, str, date]] = Counter()
    for row in rows.filter(due_on__lte=until).iterator():
        excused_until: date | None = row.excused_until  # type: ignore[attr-defined]
        last = max(row.due_on, excused_until or row.due_on)
        if last <= until:
            found[row.owner_id, row.severity, last] += 1
    for (owner, severity, last), count in sorted(found.items(), key=lambda each: each[0][2]):
        yield Due(
            key=f"risks.findings:{owner or 'nobody'}:{severity}:{last.isoformat()}",
            what=f"Mend {count} finding{'s' if count > 1 else ''} of severity {severity}",
            due_on=last,
            route="risks:findings:register",
            arguments={},
            citation="45 CFR 164.308(a)(1)(ii)(B)",
            owner=owner,
            permission="risks.manage",
            remind=(7, 1, 0),
        )
