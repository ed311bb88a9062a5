"""Tables that people take away and bring: CSV and JSON, in and out."""

from chaperone.registers.sheets.columns import CellRefused, Column, SheetRefused, shown, told
from chaperone.registers.sheets.objects import read_json
from chaperone.registers.sheets.reading import (
    MOST_BYTES,
    MOST_LINES,
    Finding,
    Line,
    Sheet,
    decode,
    read_csv,
    twice,
    without,
)
from chaperone.registers.sheets.writing import to_csv, to_json

__all__ = [
    "MOST_BYTES",
    "MOST_LINES",
    "CellRefused",
    "Column",
    "Finding",
    "Line",
    "Sheet",
    "SheetRefused",
    "decode",
    "read_csv",
    "read_json",
    "shown",
    "to_csv",
    "to_json",
    "told",
    "twice",
    "without",
]
