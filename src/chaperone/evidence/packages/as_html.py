"""`index.html`: the report as one page that needs nothing else: no script, no other file."""

from html import escape
from importlib.resources import files

from chaperone.documents.blocks import moment
from chaperone.evidence.collecting import Status
from chaperone.evidence.packages.printed import figures_in_words
from chaperone.evidence.packages.report import Report
from chaperone.evidence.shown import Family, Line, counts, families

_MARKS = {
    Status.MET: "✓",
    Status.ATTENTION: "!",
    Status.NOT_MET: "✗",
    Status.NOT_EVALUATED: "?",
    Status.NOT_APPLICABLE: "○",
}


def as_html(report: Report) -> bytes:
    """A whole page in UTF-8."""
    title = f"How {report.organization.name} stands to the HIPAA rules"
    total = "".join(
        f"<li>{in_html(status)}: {count}</li>" for status, count in counts(report.lines).items()
    )
    parts = "".join(map(_family, families(report.lines)))
    return page_of(
        title,
        f"<p>Made {escape(moment(report.local))}. Each status was computed from what the system"
        f" did; nobody typed one in. How this is checked without us: <code>verify.md</code>.</p>"
        f"{_day(report)}<ul>{total}</ul>{parts}",
    )


def page_of(title: str, body: str) -> bytes:
    """A page with a title in text and a body in markup, in UTF-8."""
    style = files("chaperone.evidence.packages").joinpath("report.css").read_text("utf-8")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>"
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>\n"
    ).encode()


def in_html(status: str) -> str:
    """A status by mark and word."""
    known = Status(status)
    return f'<span class="{known}"><b aria-hidden="true">{_MARKS[known]}</b> {known.label}</span>'


def _day(report: Report) -> str:
    if report.day is None:
        return "<p>No day is frozen yet.</p>"
    return (
        f"<p>Last frozen day: {report.day.on.isoformat()}, SHA-256"
        f" <code>{escape(report.day.digest)}</code>, entry of the ledger"
        f" <code>{report.day.entry_id}</code>.</p>"
    )


def _family(family: Family) -> str:
    rows = "".join(map(_row, family.lines))
    return (
        f"<section><h2>{escape(family.name)}</h2><table><thead><tr>"
        '<th scope="col">Standard or specification</th><th scope="col">Status</th>'
        '<th scope="col">What was found</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></section>"
    )


def _row(line: Line) -> str:
    standard = line.standard
    return (
        f"<tr><td>{escape(standard.name)}<small>{standard.level.label} · 45 CFR"
        f" {escape(standard.citation)}</small></td><td>{in_html(line.status)}</td>"
        f"<td>{_found(line)}</td></tr>"
    )


def _found(line: Line) -> str:
    if line.reading is None:
        return "Not computed yet."
    said = [f"<p>{escape(line.reading.sentence)}</p>"]
    if line.reading.figures:
        said.append(f"<p>{escape(figures_in_words(line.reading.shown_figures))}</p>")
    if line.reading.remedy and not line.stands:
        said.append(f"<p>To do: {escape(line.reading.remedy)}</p>")
    if line.reading.ledger:
        entries = ", ".join(escape(each) for each in line.reading.ledger)
        said.append(f"<details><summary>Entries of the ledger</summary>{entries}</details>")
    return "".join(said)
