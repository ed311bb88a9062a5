"""What goes out as CSV or JSON comes in again as it was, and no spreadsheet runs any of it."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.registers.sheets import (
    CellRefused,
    Column,
    SheetRefused,
    read_csv,
    read_json,
    shown,
    to_csv,
    to_json,
)
from chaperone.registers.sheets.cells import choice, day, number, several, text, yes_no

COLUMNS = (
    Column("name", "Name", text(200)),
    Column("since", "Since", day, required=False),
    Column("seats", "Seats", number(-5, 1000), required=False),
    Column("signed", "Signed", yes_no, required=False),
    Column("covers", "Covers", several(text(20)), required=False),
)
# As a cell comes in: without the space around it, and never empty where it must be filled in.
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=20
).map(str.strip)
ROWS = st.fixed_dictionaries(
    {
        "name": TEXTS.filter(bool)
        | st.sampled_from(["=1+1", "+1", "-2", "@x", "'=x", "''-y", "'a"]),
        "since": st.none() | st.dates(),
        "seats": st.none() | st.integers(-5, 1000),
        "signed": st.none() | st.booleans(),
        "covers": st.none()
        | st.lists(TEXTS.filter(bool).filter(lambda each: ";" not in each), min_size=1),
    }
)


@given(st.lists(ROWS, min_size=1, max_size=5))
def test_csv_comes_in_as_it_went_out(rows):
    sheet = read_csv(to_csv(rows, COLUMNS), COLUMNS)
    assert not sheet.findings
    assert [dict(line.values) for line in sheet.good] == rows


@given(st.lists(ROWS, min_size=1, max_size=5))
def test_json_comes_in_as_it_went_out(rows):
    sheet = read_json(to_json(rows, COLUMNS), COLUMNS)
    assert not sheet.findings
    assert [dict(line.values) for line in sheet.good] == rows


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=20))
def test_no_cell_begins_as_a_formula_does(cell):
    for row in csv.reader(io.StringIO(to_csv([{"name": cell}], COLUMNS[:1]), newline="")):
        for each in row:
            assert each[:1] not in tuple("=+-@\t\r＝＋－＠")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda each: st.lists(each) | st.dictionaries(st.text() | st.sampled_from(["name"]), each),
        max_leaves=8,
    )
)
def test_any_json_is_a_sheet_or_refused(value):
    try:
        sheet = read_json(json.dumps(value), COLUMNS)
    except SheetRefused:
        return
    assert len(sheet.good) + sheet.bad_lines == len(value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("{}", "list of objects"),
        ("[1]", "list of objects"),
        ("[]", "no lines"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content, said):
    with pytest.raises(SheetRefused, match=said):
        read_json(content, COLUMNS)


def test_each_bad_object_is_found_with_its_number_and_why():
    sheet = read_json(
        json.dumps(
            [
                {"name": "Good"},
                {"name": ""},
                {"name": "Bad", "seats": "many"},
                {"name": "Bad", "colour": "red"},
                {"name": ["a", {"b": 1}]},
                {"name": "a\x00"},
            ]
        ),
        COLUMNS,
    )
    assert [line.line for line in sheet.good] == [1]
    assert [(each.line, each.column) for each in sheet.findings] == [
        (2, "Name"),
        (3, "Seats"),
        (4, "all"),
        (5, "Name"),
        (6, "Name"),
    ]
    assert all(each.wrong and each.mend for each in sheet.findings)


@pytest.mark.parametrize(
    ("parse", "cell"),
    [
        (day, "2026-02-29"),
        (day, "29.02.2028"),
        (day, "2028-2-9"),
        (number(0, 9), "10"),
        (number(0, 9), "-1"),
        (number(0, 9), "1" * 100),
        (number(0, 9), "٣"),
        (yes_no, "perhaps"),
        (text(3), "four"),
        (text(3), "a\x07"),
        (choice({"baa": "Business associate agreement"}), "nda"),
    ],
)
def test_a_cell_that_does_not_fit_is_refused_with_what_to_do(parse, cell):
    with pytest.raises(CellRefused) as refused:
        parse(cell)
    assert refused.value.mend


def test_a_choice_is_known_by_name_and_by_label():
    parse = choice({"baa": "Business associate agreement"})
    assert parse("BAA") == parse("business associate Agreement") == "baa"


@given(st.dates(min_value=date(1, 1, 1)))
def test_days_are_read_as_they_are_shown(when):
    assert day(shown(when)) == when
    assert day(shown(date(2028, 2, 28) + timedelta(days=1))) == date(2028, 2, 29)
