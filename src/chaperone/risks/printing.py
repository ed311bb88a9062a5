"""A risk analysis as a document."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from chaperone.documents.blocks import (
    Block,
    Cell,
    Code,
    Document,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Table,
    moment,
)
from chaperone.risks.models import Analysis, Risk
from chaperone.risks.scales import WORDS
from chaperone.risks.words import STANDINGS

_NONE = "none"


def document(
    analysis: Analysis,
    said: Mapping[str, Any],
    *,
    organization: str,
    zone: ZoneInfo,
    digest: str,
    signatures: list[tuple[str, str]],
) -> Document:
    """The analysis for printing. ``signatures``: who signed as what, and when, in words."""
    return Document(
        title=analysis.title,
        organization=organization,
        made_at=analysis.drawn_up_at.astimezone(zone),
        blocks=[
            Facts(
                [
                    ("Rule", "45 CFR 164.308(a)(1)(ii)(A)-(B); NIST SP 800-30 Rev. 1"),
                    ("As of", said["date"]),
                    ("Open risks", str(analysis.risks)),
                    ("Highest level", _step(analysis.highest)),
                ]
            ),
            *_signed(signatures),
            Heading("Scope"),
            Paragraph(said["scope"]),
            Heading("Assets"),
            _assets(said["assets"]),
            Heading("Where ePHI is stored and where it goes"),
            _ephi(said["ephi"]),
            Heading("Method"),
            Paragraph(said["method"]),
            *_scales(said["scales"]),
            Heading("Findings"),
            _overview(said["findings"]),
            *[block for finding in said["findings"] for block in _finding(finding)],
            Heading("Plan"),
            *_plan(said["plan"]),
            Heading("How to check this report"),
            Facts([("Analysis", Code(str(analysis.id))), ("SHA-256", Code(digest))]),
            Paragraph(
                "The ledger's entries on this analysis hold this SHA-256 of its JSON, which is to"
                " be had where this page is."
            ),
        ],
    )


def _signed(signatures: list[tuple[str, str]]) -> list[Block]:
    if not signatures:
        return [Notice("Nobody has signed this analysis yet.")]
    return [Heading("Signed"), Facts(signatures)]


def _assets(assets: list[dict[str, Any]]) -> Table:
    rows = [
        [
            each["name"] + (" (gone)" if each["state"] == "gone" else ""),
            each["kind"],
            each["holds"],
            _step(each["criticality"]),
            each["owner"] or _NONE,
        ]
        for each in assets
    ]
    return Table(["Asset", "Kind", "ePHI", "Criticality", "Owner"], rows, [3, 2, 2, 1.3, 2])


def _ephi(elements: list[dict[str, Any]]) -> Table:
    rows: list[list[Cell]] = [
        [
            each["element"],
            Code("\n".join(each["stored"]) or _NONE),
            ", ".join(each["goes_to"]) or "nowhere else",
        ]
        for each in elements
    ]
    return Table(["Data element", "Stored in", "Goes to"], rows, [2, 3, 2])


def _scales(said: Mapping[str, Any]) -> list[Block]:
    return [
        Table(
            ["Step", name.capitalize()],
            [[each["name"], each["text"]] for each in said[name]],
            [1, 4],
        )
        for name in ("likelihood", "impact", "level")
    ]


def _overview(findings: list[dict[str, Any]]) -> Table:
    rows = [
        [
            each["risk"],
            each["title"],
            _step(each["inherent"][2]),
            _step(each["residual"][2]),
            STANDINGS[each["standing"]],
        ]
        for each in findings
    ]
    return Table(["", "Risk", "Inherent", "Residual", "Stands"], rows, [0.7, 4, 1.2, 1.2, 2])


def _finding(said: Mapping[str, Any]) -> list[Block]:
    return [
        Heading(f"{said['risk']} {said['title']}"),
        Paragraph(said["statement"]),
        Facts(
            [
                ("Assets", ", ".join(said["assets"]) or _NONE),
                ("Safeguards", said["safeguards"] or _NONE),
                ("Without safeguards", _score(said["inherent"])),
                ("With them", _score(said["residual"])),
                ("Rules", ", ".join(said["citations"]) or _NONE),
                ("Owner", said["owner"] or _NONE),
                ("Looked at again", said["review_on"]),
            ]
        ),
    ]


def _plan(plan: list[dict[str, Any]]) -> list[Block]:
    if not plan:
        return [Paragraph("Nothing is planned yet.")]
    rows = [
        [
            f"{each['risk']} {each['title']}",
            Risk.Treatment(each["treatment"]).label.partition(":")[0],
            each["plan"] or _NONE,
            each["owner"] or _NONE,
            _when(each),
        ]
        for each in plan
    ]
    return [Table(["Risk", "Treatment", "What is done", "By", "When"], rows, [2, 1.2, 3, 1.5, 1.5])]


def _when(said: Mapping[str, Any]) -> str:
    if said["accepted_until"]:
        return f"accepted until {said['accepted_until']}"
    if said["done_on"]:
        return f"done {said['done_on']}"
    return str(said["due"] or _NONE)


def _score(score: list[int | None]) -> str:
    if score[2] is None:
        return "not judged yet"
    likelihood, impact, level = (_step(each).lower() for each in score)
    return f"likelihood {likelihood}, impact {impact}: {level}"


def _step(level: int | None) -> str:
    return WORDS[level] if level else _NONE


def signature_line(name: str, role: str, at: Any, zone: ZoneInfo) -> tuple[str, str]:
    """A signature as a line of the report."""
    return (f"{name}, {role}" if role else name, moment(at.astimezone(zone)))
