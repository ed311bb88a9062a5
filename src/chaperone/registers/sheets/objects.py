"""Tables as JSON: an array of objects, a row each."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from chaperone.registers.sheets.columns import CellRefused, Column, SheetRefused, shown
from chaperone.registers.sheets.reading import MOST_LINES, Finding, Line, Sheet, cell_value


def read_json(text: str, columns: Sequence[Column]) -> Sheet:
    """Reads what ``to_json`` wrote, or a program made after it; lines are objects, from 1.

    A value is text, a number, true, false, null or a list of these. Raises ``SheetRefused`` where
    it cannot be read at all; an object that is wrong is a finding.
    """
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        raise SheetRefused("The file is not JSON. Check it, and upload it again.") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SheetRefused("The file must be a list of objects, one for each line.")
    if not rows:
        raise SheetRefused("The file holds no lines.")
    if len(rows) > MOST_LINES:
        raise SheetRefused(f"The file has more than {MOST_LINES:,} lines. Divide it.")
    good, findings = [], []
    for number, row in enumerate(rows, start=1):
        values, wrong = _values(number, row, columns)
        findings += wrong
        if not wrong:
            good.append(Line(number, values))
    return Sheet(good, findings)


def _values(
    number: int, row: Mapping[str, Any], columns: Sequence[Column]
) -> tuple[dict[str, Any], list[Finding]]:
    unknown = sorted(set(row) - {column.name for column in columns})
    if unknown:
        known = ", ".join(column.name for column in columns)
        return {}, [Finding(number, "all", "It has a name that is not known.", f"Known: {known}.")]
    values, findings = {}, []
    for column in columns:
        try:
            values[column.name] = cell_value(column, _cell(row.get(column.name)))
        except CellRefused as refused:
            findings.append(Finding(number, column.label, str(refused), refused.mend))
    return values, findings


def _cell(value: Any) -> str:
    plain = (str, bool, int, float, type(None))
    each = value if isinstance(value, list) else [value]
    if not all(isinstance(one, plain) for one in each):
        raise CellRefused(
            "This is not a plain value.", "Write text, a number, true, false or null."
        )
    cell = shown(value).strip()
    if "\x00" in cell:
        raise CellRefused("It holds a control character.", "Take it out.")
    return cell
