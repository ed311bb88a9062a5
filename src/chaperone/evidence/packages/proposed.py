"""`proposed.*`: how an organization would stand to what is proposed; nothing of it is in force.

In files of their own, so that no program adds them to the report's figures.
"""

import json
from html import escape
from typing import Any

from chaperone.documents.blocks import Document, Facts, Notice, Table, moment
from chaperone.documents.rendering import render
from chaperone.evidence.collecting import Status
from chaperone.evidence.packages.as_html import in_html, page_of
from chaperone.evidence.packages.report import Report
from chaperone.evidence.proposing import Foreseen, counts, foreseen
from chaperone.standards.proposed import LABEL, notice

_HEADINGS = (f"{LABEL} rule", "How it would stand", "Why", "Rests on")
_WIDTHS = (3, 1.4, 3.6, 1.6)


def proposed_files(report: Report) -> dict[str, bytes]:
    """The same as JSON, as a page and as tagged PDF. Raises ``NotRendered``."""
    found = foreseen({line.standard.citation: Status(line.status) for line in report.lines})
    return {
        "proposed.html": _as_html(report, found),
        "proposed.json": _as_json(found),
        "proposed.pdf": _printed(report, found),
    }


def _said() -> str:
    known = notice()
    return (
        f"{known.title} ({known.citation}, {known.published_on}, RIN {known.rin}), in our own"
        f" words. {known.standing} Nothing is measured for it: each rule rests on standards in"
        " force, as these were last computed. It counts in no figure of what is in force."
    )


def _title(report: Report) -> str:
    return f"How {report.organization.name} would stand to the proposed HIPAA rule"


def _as_json(found: list[Foreseen]) -> bytes:
    return (
        json.dumps([_row(each) for each in found], ensure_ascii=False, indent=1) + "\n"
    ).encode()


def _row(each: Foreseen) -> dict[str, Any]:
    return {
        "paragraph": each.rule.paragraph,
        "name": each.rule.name,
        "level": LABEL.lower(),
        "in_force": False,
        "status": each.status,
        "sentence": each.sentence,
        "rests_on": [{"citation": citation, "status": status} for citation, status in each.resting],
        "beyond": each.rule.beyond,
    }


def _as_html(report: Report, found: list[Foreseen]) -> bytes:
    total = "".join(
        f"<li>{in_html(status)}: {count}</li>" for status, count in counts(found).items()
    )
    heads = "".join(f'<th scope="col">{each}</th>' for each in _HEADINGS)
    rows = "".join(
        f"<tr><td>{escape(each.rule.name)}<small>{_where(each)}</small></td>"
        f"<td>{in_html(each.status)}</td><td>{escape(each.sentence)}</td>"
        f"<td>{escape(_resting(each))}</td></tr>"
        for each in found
    )
    return page_of(
        _title(report),
        f"<p><b>{LABEL}, not in force.</b> Made {escape(moment(report.local))}. {escape(_said())}"
        f"</p><ul>{total}</ul><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>",
    )


def _printed(report: Report, found: list[Foreseen]) -> bytes:
    rows = [
        [
            f"{each.rule.name} ({_where(each)})",
            Status(each.status).label,
            each.sentence,
            _resting(each),
        ]
        for each in found
    ]
    return render(
        Document(
            title="How we would stand to the proposed HIPAA rule",
            organization=report.organization.name,
            made_at=report.local,
            blocks=[
                Notice(f"{LABEL}, not in force. {_said()}"),
                Facts([(Status(each).label, str(count)) for each, count in counts(found).items()]),
                Table(_HEADINGS, rows, _WIDTHS),
            ],
        )
    )


def _where(each: Foreseen) -> str:
    return f"{LABEL} · 45 CFR {each.rule.paragraph}"


def _resting(each: Foreseen) -> str:
    return ", ".join(citation for citation, _ in each.resting) or "nothing that is evaluated"
