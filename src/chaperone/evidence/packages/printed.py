"""`report.pdf`: the report for people who read paper (PDF/UA-1)."""

from chaperone.documents.blocks import Block, Code, Document, Facts, Heading, Notice, Table
from chaperone.documents.rendering import render
from chaperone.evidence.collecting import Figure, Status
from chaperone.evidence.packages.report import Report
from chaperone.evidence.shown import Line, counts, families

_HEADINGS = ("Standard or specification", "Status", "What was found")
_WIDTHS = (3, 1.4, 5)


def printed(report: Report) -> bytes:
    """Tagged PDF. Raises ``NotRendered``."""
    return render(
        Document(
            title="How we stand to the HIPAA rules",
            organization=report.organization.name,
            made_at=report.local,
            blocks=[*_head(report), *_parts(report)],
        )
    )


def figures_in_words(figures: list[Figure]) -> str:
    """Figures as one line."""
    return "; ".join(
        f"{each.label}: {'not known' if each.value is None else each.value} {each.unit}".strip()
        for each in figures
    )


def found_in_words(line: Line) -> str:
    """What was found of a standard, with its figures, and what to do."""
    if line.reading is None:
        return "Not computed yet."
    said = [line.reading.sentence]
    if line.reading.figures:
        said.append(f"{figures_in_words(line.reading.shown_figures)}.")
    if line.reading.remedy and not line.stands:
        said.append(f"To do: {line.reading.remedy}")
    return " ".join(said)


def _head(report: Report) -> list[Block]:
    facts: list[tuple[str, str | Code]] = [
        (Status(status).label, str(count)) for status, count in counts(report.lines).items()
    ]
    if report.day:
        facts.append(("Last frozen day", report.day.on.isoformat()))
        facts.append(("Its SHA-256, as the ledger has it", Code(report.day.digest)))
        facts.append(("The ledger's entry", Code(str(report.day.entry_id))))
    return [
        Facts(facts),
        Notice(
            "Each status was computed from what the system did; nobody typed one in. How it is"
            " checked without us is told in verify.md."
        ),
    ]


def _name(line: Line) -> str:
    standard = line.standard
    return f"{standard.name} ({standard.level.label}, 45 CFR {standard.citation})"


def _parts(report: Report) -> list[Block]:
    blocks: list[Block] = []
    for family in families(report.lines):
        rows = [
            [
                _name(line),
                Status(line.status).label,
                found_in_words(line),
            ]
            for line in family.lines
        ]
        blocks += [Heading(family.name), Table(_HEADINGS, rows, _WIDTHS)]
    return blocks
