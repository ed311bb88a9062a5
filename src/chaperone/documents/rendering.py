"""Sets a document as PDF: tagged for screen readers (PDF/UA-1, ISO 14289-1), in the house style.

The typst compiler takes the template, which is ours, and the content as data beside it. Two
renderings of one document on one machine are the same bytes.
"""

import json
from collections.abc import Callable
from datetime import UTC
from importlib.resources import as_file, files
from typing import Any, Literal

import typst

from chaperone.documents.blocks import (
    Block,
    Cell,
    Code,
    Document,
    Facts,
    Heading,
    NewPage,
    Notice,
    Paragraph,
    Table,
    moment,
)
from chaperone.documents.characters import fonts, printable, without_marks
from chaperone.documents.errors import NotRendered

Paper = Literal["us-letter", "a4"]
_Shown = Callable[[str], str]


def render(document: Document, *, paper: Paper = "us-letter") -> bytes:
    """The document as PDF. Characters that no font here has stand as ``[U+1F600]``.

    Raises ``NotRendered``.
    """
    try:
        (pdf,) = _compiled(document, paper, printable, format="pdf", pdf_standards=["ua-1"])
    except NotRendered:
        # A letter and a mark that no single font has together.
        (pdf,) = _compiled(document, paper, without_marks, format="pdf", pdf_standards=["ua-1"])
    return pdf


def pictures(document: Document, *, paper: Paper = "us-letter", ppi: float = 96) -> list[bytes]:
    """Each page as PNG, to look at. Raises ``NotRendered``."""
    return _compiled(document, paper, printable, format="png", ppi=ppi)


def _compiled(document: Document, paper: Paper, shown: _Shown, **options: Any) -> list[bytes]:
    data = json.dumps({"paper": paper, **_data(document, shown)})
    with as_file(files("chaperone.documents").joinpath("templates")) as root:
        try:
            made = typst.compile(
                root / "house.typ",
                root=root,
                font_paths=fonts(),
                sys_inputs={"data": data},
                **options,
            )
        except typst.TypstError as error:
            raise NotRendered(str(error)) from None
    return made if isinstance(made, list) else [made]


def _data(document: Document, shown: _Shown) -> dict[str, Any]:
    at = document.made_at
    in_utc = at.astimezone(UTC)
    return {
        "language": document.language,
        "title": shown(document.title),
        "organization": shown(document.organization),
        "made_at": shown(moment(at)),
        "moment": {
            name: getattr(in_utc, name)
            for name in ("year", "month", "day", "hour", "minute", "second")
        },
        "blocks": [_block(block, shown) for block in document.blocks],
    }


def _block(block: Block, shown: _Shown) -> dict[str, Any]:
    match block:
        case Heading(text):
            return {"kind": "heading", "text": shown(text)}
        case NewPage():
            return {"kind": "page"}
        case Paragraph(text):
            return {"kind": "paragraph", "text": shown(text)}
        case Notice(text):
            return {"kind": "notice", "text": shown(text)}
        case Facts(lines):
            pairs = [[shown(name), _cell(value, shown)] for name, value in lines]
            return {"kind": "facts", "lines": pairs}
        case Table(headings, rows, widths):
            return {
                "kind": "table",
                "headings": [shown(heading) for heading in headings],
                "rows": [[_cell(cell, shown) for cell in row] for row in rows],
                "widths": list(widths) or [1] * len(headings),
            }


def _cell(cell: Cell, shown: _Shown) -> dict[str, str]:
    if isinstance(cell, Code):
        return {"code": shown(cell.text)}
    return {"text": shown(cell)}
