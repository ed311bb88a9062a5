"""The entries as a table: CSV by RFC 4180, UTF-8, with a line of headings."""

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from uuid import UUID

from chaperone.disclosures.bundle.words import HEADINGS, cells
from chaperone.ledger.queries import Disclosed

# What a spreadsheet takes for the beginning of a formula (CWE-1236), full-width signs included.
_FORMULA = tuple("=+-@\t\r\n|%＝＋－＠")  # noqa: RUF001  # the signs that are meant


def sheet(entries: Sequence[Disclosed], names: Mapping[UUID, str], zone: str) -> bytes:
    """One line an entry, newest first."""
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(HEADINGS)
    for each in entries:
        writer.writerow([_inert(cell) for cell in cells(each.row, names, zone)])
    return out.getvalue().encode()


def _inert(cell: str) -> str:
    """With an apostrophe before it, a spreadsheet shows the text and computes nothing."""
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) or cell.startswith(_FORMULA) else cell
