"""PDFs of the house: accessible, the same bytes each time, and content is never markup."""

import io
import struct
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from chaperone.documents.blocks import (
    Code,
    Document,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Table,
)
from chaperone.documents.errors import UnevenTable
from chaperone.documents.rendering import pictures, render

AT = datetime(2026, 11, 25, 18, 30, tzinfo=ZoneInfo("America/New_York"))


def document(*blocks, **given):
    return Document(
        **{"title": "A report", "organization": "Harbor Health", "made_at": AT, **given},
        blocks=blocks,
    )


def read(pdf):
    return PdfReader(io.BytesIO(pdf), strict=True)


def text_of(pdf):
    return "\n".join(page.extract_text() for page in read(pdf).pages)


def elements(pdf):
    """The kinds of elements that a screen reader is told about."""
    found, waiting = [], [read(pdf).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            found += [node["/S"]] if "/S" in node else []
            waiting += [node["/K"]] if "/K" in node else []
    return found


def test_a_screen_reader_finds_title_language_and_structure():
    pdf = render(
        document(Heading("Part"), Table(["When", "Who"], [["now", "Casey"]]), language="es")
    )
    root = read(pdf).trailer["/Root"]
    assert root["/Lang"] == "es"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read(pdf).metadata.title == "A report"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    kinds = elements(pdf)
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= set(kinds)
    assert kinds.count("/TH") == 2


def test_the_date_stands_with_its_zone_and_is_the_file_s():
    pdf = render(document())
    assert "25 November 2026, 18:30 EST" in text_of(pdf)
    assert read(pdf).metadata.creation_date == datetime(2026, 11, 25, 23, 30, tzinfo=UTC)


def test_two_renderings_are_the_same_bytes():
    content = document(Paragraph("Same."), Facts([("Hash", Code("ab" * 32))]))
    assert render(content) == render(content)
    assert render(content) != render(document(Paragraph("Other.")))


def test_headings_and_page_numbers_stand_on_each_page():
    pages = read(render(document(Table(["Day", "Note"], [["Monday", "x"]] * 200)))).pages
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        told = page.extract_text()
        assert f"page {number} of {len(pages)}" in told
        assert "Day Note" in told
    assert "A report" in pages[1].extract_text()


MARKUP = [
    "# heading",
    "#panic()",
    '#read("/etc/passwd")',
    "*bold* _emphasis_ $x^2$ `raw` <label> @reference",
    '"quoted" \\ \\u{41} ~ -- ... // comment /* more */',
    "= Title",
    "- list + list / term: x",
    "[content] {code} #{1 + 1}",
    "https://example.org",
]


@pytest.mark.parametrize("text", MARKUP)
def test_content_is_never_markup(text):
    blocks = [Paragraph(text), Facts([(text, Code(text))]), Table([text], [[text]])]
    told = text_of(render(document(*blocks, title=text, organization=text)))
    plain = "".join(text.split())
    assert "".join(told.split()).count(plain) == 7


def test_what_has_no_glyph_or_turns_the_text_around_is_written_out():
    told = text_of(render(document(Paragraph("a\0b \u202ec \ud800 \U000e0001 \x07"))))
    for written in ("a[U+0000]b", "[U+202E]c", "[U+D800]", "[U+E0001]", "[U+0007]"):
        assert written in told


def test_a_letter_and_a_mark_that_no_font_has_together():
    assert "[U+20DD]" in text_of(render(document(Paragraph("a\u20dd"))))


def test_other_scripts_are_set():
    told = text_of(render(document(Paragraph("Zoë Ελλάδα Привет שלום"))))
    for word in ("Zoë", "Ελλάδα", "Привет", "שלום"):
        assert word in told


def test_a_long_hash_wraps_and_is_copied_whole():
    told = text_of(render(document(Facts([("Hash", Code("0123456789abcdef" * 20))]))))
    assert "".join(told.split()).count("0123456789abcdef" * 20) == 1
    assert max(map(len, told.splitlines())) < 100


def test_a_row_has_as_many_cells_as_the_heading():
    with pytest.raises(UnevenTable):
        Table(["one", "two"], [["one"]])
    with pytest.raises(UnevenTable):
        Table(["one", "two"], [], widths=[1])


@pytest.mark.parametrize(("paper", "size"), [("us-letter", (612, 792)), ("a4", (595, 842))])
def test_paper(paper, size):
    box = read(render(document(), paper=paper)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_pictures_of_pages():
    (picture,) = pictures(document(Notice("Look.")), ppi=72)
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == (612, 792)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40))
def test_any_text_can_be_printed(text):
    render(document(Paragraph(text), Facts([(text, text), (text, Code(text))]), title=text or "x"))
