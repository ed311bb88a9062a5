"""An organization whose standards were computed, without a database."""

from datetime import UTC, date, datetime
from uuid import UUID

from chaperone.evidence.models import Day, Reading
from chaperone.evidence.packages.report import Report
from chaperone.evidence.shown import Line
from chaperone.organizations.models import Organization
from chaperone.standards.catalogue import all_standards

AT = datetime(2026, 11, 26, 9, 30, 12, 345678, tzinfo=UTC)
ENTRY = UUID("0198a000-0000-7000-8000-00000000aaaa")
STATUSES = ("met", "attention", "not_met", "not_evaluated", "not_applicable")


def a_reading(citation: str, status: str, **changes: object) -> Reading:
    values = {
        "id": UUID(int=1),
        "organization_id": UUID(int=1),
        "citation": citation,
        "status": status,
        "sentence": "2 of 14 people <b> lack a second factor.",
        "figures": [["People", 14, ""], ["Oldest", 3.5, "days"], ["Said", None, ""]],
        "ledger": [str(ENTRY)],
        "remedy": "Have them add one.",
        "collected_at": AT,
        "since": AT,
    }
    return Reading(**values | changes)


def a_report(*, computed: bool = True) -> Report:
    """Every status is there; the last standard was not computed."""
    lines = [
        Line(
            each,
            a_reading(each.citation, STATUSES[number % len(STATUSES)]) if computed else None,
            None,
        )
        for number, each in enumerate(all_standards())
    ]
    lines[-1] = Line(lines[-1].standard, None, None)
    day = Day(organization_id=UUID(int=1), on=date(2026, 11, 26), digest="ab" * 32, entry_id=ENTRY)
    organization = Organization(
        id=UUID(int=1), slug="lakeside", name="Lakeside & Sons", time_zone="America/Chicago"
    )
    return Report(organization, AT, lines, day if computed else None, '{"on":"2026-11-26"}')
