"""Tables from files: every line is good or has a finding, and nothing else comes out."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.registers.sheets import (
    MOST_BYTES,
    CellRefused,
    Column,
    Line,
    SheetRefused,
    decode,
    read_csv,
    twice,
    without,
)


def read_number(cell: str) -> int:
    if not cell.isascii() or not cell.isdigit():
        raise CellRefused("This is no number.", "Write digits.")
    return int(cell[:9])


COLUMNS = [
    Column("name", "Name", str, also=("full name",)),
    Column("age", "Age", read_number, required=False),
]


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_commas_and_semicolons_and_every_line_end(separator, end):
    text = end.join([f"Full_Name{separator} AGE", f'"Farrow{separator} Nadia"{separator}44', ""])
    sheet = read_csv(text, COLUMNS)
    assert sheet.good == [Line(2, {"name": f"Farrow{separator} Nadia", "age": 44})]
    assert not sheet.findings


def test_a_byte_order_mark_is_no_part_of_the_first_heading():
    assert read_csv(decode("\ufeffName\nAda".encode()), COLUMNS).good == [Line(2, {"name": "Ada"})]


def test_each_bad_line_is_named_with_its_place_and_what_to_do():
    sheet = read_csv('Name,Age\nAda,x\n,3\n\n"Ben\nOde",5\nCy,1,2\nDee,', COLUMNS)
    assert [line.line for line in sheet.good] == [5, 8]
    assert [(each.line, each.column) for each in sheet.findings] == [
        (2, "Age"),
        (3, "Name"),
        (7, "all"),
    ]
    assert all(each.wrong and each.mend for each in sheet.findings)
    assert sheet.bad_lines == 3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty"),
        ("\n\n", "The file is empty"),
        ("Name", "no lines below"),
        ("Age\n1", "does not name the column “Name”"),
        ("Name,Name\nA,B", "is there twice"),
        ("Name,Shoe size\nA,B", "heading that is not known"),
        ('Name\n"Ada', "Line 2 cannot be read as CSV"),
        ('Name\nAda\n"B"en', "Line 3 cannot be read as CSV"),
        ("Name\n" + "A" * 200_000, "Line 2 cannot be read as CSV"),
        ("Name\n" + "A\n" * 5_001, "more than 5,000 lines"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(SheetRefused, match=sentence):
        read_csv(text, COLUMNS)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Name\nAda\nB\xf6rn", "Line 3 is not UTF-8"),
        (b"Name\n\x00", "not text"),
        (b"A" * (MOST_BYTES + 1), "larger than 2 MB"),
        ("Name\nAda".encode("utf-16"), "not UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(SheetRefused, match=sentence):
        decode(content)


def test_doubles_are_found_and_the_first_is_kept():
    sheet = read_csv("Name\nAda\nBen\nAda", COLUMNS)
    sheet = without(sheet, twice(sheet.good, "name", "Name", "This name"))
    assert [line.line for line in sheet.good] == [2, 3]
    assert "line 2" in sheet.findings[0].wrong


@pytest.mark.parametrize("formula", ["=1+1", "+SUM(A1)", "-2", "@x", '=HYPERLINK("http://x")'])
def test_a_formula_is_the_text_it_is(formula):
    out = io.StringIO()
    csv.writer(out).writerows([["Name"], [formula]])
    assert read_csv(out.getvalue(), COLUMNS).good[0].values["name"] == formula


@given(st.binary(max_size=400))
def test_any_bytes_are_a_sheet_or_refused(content):
    with suppress(SheetRefused):
        check(read_csv(decode(content), COLUMNS))


CELLS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)


@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=3), max_size=8),
    st.sampled_from([",", ";"]),
    st.booleans(),
)
def test_any_table_that_a_program_writes_is_read_line_by_line(rows, delimiter, mark):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([["Name", "Age"], *rows])
    text = ("\ufeff" if mark else "") + out.getvalue()
    with suppress(SheetRefused):
        sheet = read_csv(decode(text.encode()), COLUMNS)
        check(sheet)
        full = [row for row in rows if any(cell.strip() for cell in row)]
        assert len(sheet.good) + sheet.bad_lines == len(full)
        names = [row[0].strip() for row in full]
        assert all(line.values["name"] in names for line in sheet.good)


@given(st.text(alphabet='Name,Age;"\n\r=+ 1\ufeff', max_size=60))
def test_near_misses_of_the_format_never_fail(text):
    with suppress(SheetRefused):
        check(read_csv(decode(text.encode()), COLUMNS))


def check(sheet):
    good, bad = {line.line for line in sheet.good}, {each.line for each in sheet.findings}
    assert not good & bad
    assert len(good) == len(sheet.good)
    assert all(line > 1 for line in good | bad)
    for line in sheet.good:
        assert line.values["name"]
        assert line.values["name"] == line.values["name"].strip()
