"""`assessment-results.json`: the report as OSCAL assessment results (NIST), for other programs.

One observation for each standard that was computed, one finding for each that could be judged.
OSCAL knows satisfied and not satisfied only: what needs attention is not satisfied, with the
reason ``other``, and a remark says so.
"""

import json
import re
from typing import Any
from uuid import UUID, uuid5

from chaperone.evidence.collecting import Status
from chaperone.evidence.freezing.canonical import moment
from chaperone.evidence.models import Reading
from chaperone.evidence.packages.printed import figures_in_words
from chaperone.evidence.packages.report import Report
from chaperone.evidence.shown import Line

OSCAL = "1.2.3"
"""The release whose schema the tests hold it against (tests/evidence/oscal)."""
_NAMESPACE = "https://chaperone.invalid/ns/oscal"
_STATES = {
    Status.MET: ("satisfied", "pass"),
    Status.ATTENTION: ("not-satisfied", "other"),
    Status.NOT_MET: ("not-satisfied", "fail"),
    Status.NOT_APPLICABLE: ("satisfied", "other"),
}


def as_oscal(report: Report) -> bytes:
    """UTF-8. Ids follow from the organization, the standard and the time: the same report, the same
    file.
    """
    return (
        json.dumps({"assessment-results": _whole(report)}, ensure_ascii=False, indent=1)
    ).encode()


def token_of(citation: str) -> str:
    """A citation as OSCAL's token: ``164.312(a)(2)(iv)`` is ``hipaa-164.312-a-2-iv``."""
    return "hipaa-" + re.sub(r"[()]+", "-", citation).strip("-")


def _whole(report: Report) -> dict[str, Any]:
    party = _id(report, "party")
    plan = _id(report, "plan")
    computed = [line for line in report.lines if line.reading]
    return {
        "uuid": _id(report, "results", moment(report.made_at)),
        "metadata": {
            "title": f"HIPAA rules: how {report.organization.name} stands",
            "last-modified": moment(report.made_at),
            "version": moment(report.made_at),
            "oscal-version": OSCAL,
            "parties": [{"uuid": party, "type": "organization", "name": report.organization.name}],
        },
        "import-ap": {"href": f"#{plan}"},
        "results": [_result(report, computed)],
        "back-matter": {
            "resources": [
                {
                    "uuid": plan,
                    "title": "How standards are computed",
                    "description": "A program reads what the system did, for each standard, once a"
                    " day and when asked. Nobody types a status in.",
                }
            ]
        },
    }


def _result(report: Report, computed: list[Line]) -> dict[str, Any]:
    times = [line.reading.collected_at for line in computed if line.reading]
    result: dict[str, Any] = {
        "uuid": _id(report, "result", moment(report.made_at)),
        "title": "All standards",
        "description": "Every standard and implementation specification of 45 CFR part 164,"
        " subparts C and D, of the catalogue.",
        "start": moment(min(times, default=report.made_at)),
        "end": moment(max(times, default=report.made_at)),
        "reviewed-controls": {
            "control-selections": [
                {
                    "include-controls": [
                        {"control-id": token_of(line.standard.citation)} for line in report.lines
                    ]
                }
            ]
        },
    }
    if computed:
        result["observations"] = [
            _observation(report, line, line.reading) for line in computed if line.reading
        ]
    findings = [_finding(report, line) for line in computed if Status(line.status) in _STATES]
    if findings:
        result["findings"] = findings
    return result


def _observation(report: Report, line: Line, reading: Reading) -> dict[str, Any]:
    said: dict[str, Any] = {
        "uuid": _id(report, "observation", line.standard.citation),
        "title": line.standard.name,
        "description": reading.sentence,
        "props": [
            {"name": "status", "ns": _NAMESPACE, "value": line.status},
            {"name": "citation", "ns": _NAMESPACE, "value": f"45 CFR {line.standard.citation}"},
        ],
        "methods": ["EXAMINE", "TEST"],
        "collected": moment(reading.collected_at),
    }
    if reading.ledger:
        said["relevant-evidence"] = [
            {"href": f"urn:uuid:{entry}", "description": "An entry of the ledger."}
            for entry in reading.ledger
        ]
    if reading.figures:
        said["remarks"] = figures_in_words(reading.shown_figures)
    return said


def _finding(report: Report, line: Line) -> dict[str, Any]:
    citation = line.standard.citation
    state, reason = _STATES[Status(line.status)]
    status = {"state": state, "reason": reason, "remarks": Status(line.status).label}
    return {
        "uuid": _id(report, "finding", citation),
        "title": line.standard.name,
        "description": f"45 CFR {citation}: {Status(line.status).label}.",
        "target": {
            "type": "objective-id",
            "target-id": token_of(citation),
            "status": status,
        },
        "related-observations": [{"observation-uuid": _id(report, "observation", citation)}],
    }


def _id(report: Report, *about: str) -> str:
    """OSCAL takes UUIDs of versions 4 and 5 only."""
    return str(uuid5(UUID(str(report.organization.id)), " ".join(("oscal", *about))))
