"""Findings, and files of them, that tests need."""

import json
from typing import Any

from chaperone.risks.findings.actions.closing import add_finding
from chaperone.risks.findings.actions.importing import import_findings, upload_findings
from chaperone.risks.models import Finding
from tests.cast import Person, inside
from tests.risks.cast import officer

SOURCE = "Container image, weekly"
CSV = "Title,Severity,Place,Rule\n"


def row(name: str, severity: str = "high", place: str = "web") -> str:
    return f"{name} is old,{severity},{place},CVE-2026-{name}\n"


def sarif(*results: dict[str, Any], rules: Any = (), **run: Any) -> bytes:
    """A file of SARIF 2.1.0 with one run."""
    driver = {"name": "Looker", "rules": list(rules)}
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": list(results), **run}],
    }
    return json.dumps(document).encode()


def result(rule: str = "L001", file: str = "app/views.py", line: int = 3, **more: Any) -> Any:
    where = {"artifactLocation": {"uri": file}, "region": {"startLine": line}}
    return {
        "ruleId": rule,
        "level": "error",
        "message": {"text": f"{rule} in {file}"},
        "locations": [{"physicalLocation": where}],
        **more,
    }


def vex(*vulnerabilities: Any, components: Any = (), **more: Any) -> bytes:
    """A file of CycloneDX VEX."""
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "components": list(components),
        "vulnerabilities": list(vulnerabilities),
        **more,
    }
    return json.dumps(document).encode()


def imported(
    content: str | bytes, *, whole: bool = True, source: str = SOURCE, person: Person = officer
) -> dict[str, int]:
    """Uploads a file and takes it in; how many of each."""
    text = content.encode() if isinstance(content, str) else content
    with person.acting() as actor:
        kept = upload_findings(actor=actor, source=source, whole=whole, name="scan", content=text)
        return import_findings(actor=actor, import_id=kept.id)


def found(rule: str = "", person: Person = officer) -> Finding:
    """The one finding, or the one of a rule."""
    with person.acting() as actor, inside(actor.organization_id):
        rows = Finding.objects.filter(organization_id=actor.organization_id)
        return rows.get(rule=rule) if rule else rows.get()


def finding(person: Person = officer, **changes: Any) -> Finding:
    """A finding entered by hand."""
    values = {"title": "Old library", "severity": "high", "place": "web", "rule": "CVE-2026-1"}
    with person.acting() as actor:
        return add_finding(actor=actor, **values | changes)
