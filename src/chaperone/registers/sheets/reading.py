"""Tables that people upload as CSV (RFC 4180): read whole, with a finding for each bad line.

Cells are data and nothing else: a cell that a spreadsheet would take for a formula is kept as the
text it is, and is never run.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from chaperone.registers.sheets.columns import CellRefused, Column, SheetRefused, unescaped

MOST_LINES = 5_000
MOST_BYTES = 2_000_000
_BOM = "\ufeff"


class Finding(NamedTuple):
    """What is wrong in one place: the line in the file, from 1, and the column's heading."""

    line: int
    column: str
    wrong: str
    mend: str


class Line(NamedTuple):
    """A line that can be taken as it is; an empty cell is None."""

    line: int
    values: Mapping[str, Any]


class Sheet(NamedTuple):
    """A file as it was understood."""

    good: list[Line]
    findings: list[Finding]

    @property
    def bad_lines(self) -> int:
        return len({finding.line for finding in self.findings})


def decode(content: bytes) -> str:
    """The text of an uploaded file. Raises ``SheetRefused``."""
    if len(content) > MOST_BYTES:
        raise SheetRefused(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Divide it.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise SheetRefused(
            f"Line {line} is not UTF-8 text. Save the file as “CSV UTF-8” and upload it again."
        ) from None
    if "\x00" in text:
        raise SheetRefused("The file is not text. Save it as “CSV UTF-8” and upload it again.")
    return text.removeprefix(_BOM)


def read_csv(text: str, columns: Sequence[Column]) -> Sheet:
    """Reads a table with a heading line, separated by commas or semicolons.

    Raises ``SheetRefused`` where it cannot be read at all; a line that is wrong is a finding.
    """
    rows = _rows(text)
    first = next(rows, None)
    if first is None:
        raise SheetRefused("The file is empty. Its first line names the columns.")
    places = _places(first[1], columns)
    good, findings, count = [], [], 0
    for number, cells in rows:
        count += 1
        if count > MOST_LINES:
            raise SheetRefused(f"The file has more than {MOST_LINES:,} lines. Divide it.")
        values, wrong = _values(number, cells, len(first[1]), places)
        findings += wrong
        if not wrong:
            good.append(Line(number, values))
    if not count:
        raise SheetRefused("The file has a heading and no lines below it.")
    return Sheet(good, findings)


def twice(lines: Sequence[Line], name: str, column: str, what: str) -> list[Finding]:
    """A finding for each line whose value stands in an earlier one, too."""
    seen: dict[Any, int] = {}
    found = []
    for line in lines:
        earlier = seen.setdefault(line.values[name], line.line)
        if earlier != line.line:
            found.append(
                Finding(
                    line.line, column, f"{what} stands in line {earlier}, too.", "Keep one line."
                )
            )
    return found


def without(sheet: Sheet, findings: Sequence[Finding]) -> Sheet:
    """The sheet with more findings, whose lines are not good any more."""
    bad = {finding.line for finding in findings}
    good = [line for line in sheet.good if line.line not in bad]
    return Sheet(good, sorted([*sheet.findings, *findings]))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the number of its first line."""
    heading = text.lstrip().split("\n", 1)[0]
    delimiter = ";" if heading.count(";") > heading.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield before + 1, cells
            before = reader.line_num
    except csv.Error:
        raise SheetRefused(
            f"Line {before + 1} cannot be read as CSV: a quotation mark opens or closes in the"
            " wrong place, or a cell is far too long. Mend that line."
        ) from None


def _places(headings: list[str], columns: Sequence[Column]) -> dict[int, Column]:
    known = {_plain(name): column for column in columns for name in (column.label, *column.also)}
    places: dict[int, Column] = {}
    for place, heading in enumerate(headings):
        column = known.get(_plain(heading))
        if column is None:
            if heading.strip():
                raise SheetRefused(
                    f"The column number {place + 1} has a heading that is not known."
                    f" Known are: {_list(columns)}."
                )
            continue
        if column in places.values():
            raise SheetRefused(f"The column “{column.label}” is there twice.")
        places[place] = column
    missing = [each for each in columns if each.required and each not in places.values()]
    if missing:
        raise SheetRefused(
            f"The first line does not name the column {_list(missing)}."
            f" It names the columns: {_list(columns)}."
        )
    return places


def _values(
    number: int, cells: list[str], width: int, places: Mapping[int, Column]
) -> tuple[dict[str, Any], list[Finding]]:
    if len(cells) != width:
        wrong = f"The line has {len(cells)} cells, and the heading {width}."
        return {}, [
            Finding(number, "all", wrong, "Put cells that hold a comma in quotation marks.")
        ]
    values, findings = {}, []
    for place, column in places.items():
        try:
            values[column.name] = cell_value(column, unescaped(cells[place].strip()))
        except CellRefused as refused:
            findings.append(Finding(number, column.label, str(refused), refused.mend))
    return values, findings


def cell_value(column: Column, cell: str) -> Any:
    """What a cell holds; None where it is empty and may be. Raises ``CellRefused``."""
    if cell:
        return column.parse(cell)
    if column.required:
        raise CellRefused("The cell is empty.", "Fill it in.")
    return None


def _plain(heading: str) -> str:
    return " ".join(heading.replace("_", " ").replace("-", " ").split()).casefold()


def _list(columns: Sequence[Column]) -> str:
    return ", ".join(f"“{column.label}”" for column in columns)
