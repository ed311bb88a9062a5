"""Findings as a table: what a tester writes in a spreadsheet, and what a form posts."""

from collections.abc import Mapping
from typing import Any

from chaperone.registers.sheets import Column, SheetRefused, cells, decode, read_csv
from chaperone.risks.findings.errors import FileRefused
from chaperone.risks.findings.reading.reported import Reported, reported
from chaperone.risks.models import Severity

COLUMNS = (
    Column("title", "Title", cells.text(200), help="What is wrong, in a line."),
    Column(
        "severity",
        "Severity",
        cells.choice(dict(Severity.choices)),
        help="Critical, high, medium or low.",
    ),
    Column("place", "Place", cells.text(300), help="Host, component, file or page."),
    Column(
        "rule",
        "Rule",
        cells.text(120),
        required=False,
        also=("CVE", "ID"),
        help="Such as CVE-2026-12345, or the number in a report.",
    ),
    Column("description", "Description", cells.text(2000), required=False),
    Column("remedy", "Remedy", cells.text(1000), required=False, help="What to do about it."),
)


def read(content: bytes) -> list[Reported]:
    """Each line of the table. Raises ``FileRefused`` with the first bad line and what to do."""
    try:
        sheet = read_csv(decode(content), COLUMNS)
    except SheetRefused as problem:
        raise FileRefused(str(problem)) from None
    if sheet.findings:
        wrong, more = sheet.findings[0], len(sheet.findings) - 1
        also = f" {more:,} more are wrong." if more else ""
        raise FileRefused(f"Line {wrong.line}, {wrong.column}: {wrong.wrong} {wrong.mend}{also}")
    return [_reported(line.values) for line in sheet.good]


def _reported(values: Mapping[str, Any]) -> Reported:
    title, place, rule = values["title"], values["place"], values.get("rule") or ""
    return reported(
        same=[rule or title, place],
        rule=rule,
        title=title,
        severity=Severity(values["severity"]),
        place=place,
        description=values.get("description") or "",
        remedy=values.get("remedy") or "",
    )
