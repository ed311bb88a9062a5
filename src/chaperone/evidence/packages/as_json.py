"""`report.json`: a list with one object a standard. Its keys are a contract (DESIGN, section 6)."""

import json
from typing import Any

from chaperone.evidence.freezing.canonical import moment
from chaperone.evidence.packages.report import Report
from chaperone.evidence.shown import Line


def as_json(report: Report) -> bytes:
    """UTF-8, in the order of the catalogue."""
    rows = [_row(line) for line in report.lines]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def _row(line: Line) -> dict[str, Any]:
    standard, reading = line.standard, line.reading
    return {
        "citation": standard.citation,
        "standard": standard.standard,
        "specification": standard.specification,
        "level": str(standard.level),
        "in_force": True,
        "status": line.status,
        "figures": [figure._asdict() for figure in reading.shown_figures] if reading else [],
        "ledger": list(reading.ledger) if reading else [],
        "collected_at": moment(reading.collected_at) if reading else None,
    }
