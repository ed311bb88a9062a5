"""Registers as files: CSV (RFC 4180) for spreadsheets, JSON (RFC 8259) for programs."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from chaperone.registers.sheets.columns import Column, escaped, value_in


def to_csv(rows: Iterable[Any], columns: Sequence[Column]) -> str:
    """A table with a heading line. ``rows``: mappings, or objects with an attribute a column.

    ``read_csv`` reads it again. A cell that a spreadsheet would run is written so that none does.
    """
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow([column.label for column in columns])
    for row in rows:
        writer.writerow([escaped(_cell(row, column)) for column in columns])
    return sheet.getvalue()


def to_json(rows: Iterable[Any], columns: Sequence[Column]) -> str:
    """An array of objects, a row each, with a text under each column's name; null where empty.

    ``read_json`` reads it again.
    """
    found = [{column.name: _cell(row, column) or None for column in columns} for row in rows]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _cell(row: Any, column: Column) -> str:
    return column.show(value_in(row, column.name))
