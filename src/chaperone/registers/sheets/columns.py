"""The columns of a table: how each is headed, how a cell is read and how a value is written.

In a file that a spreadsheet opens, a cell that it would run as a formula is written with an
apostrophe before it (OWASP, CSV Injection), which reading takes away again.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

_FORMULA = re.compile(r"'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


class SheetRefused(Exception):
    """The file as a whole cannot be read as a table."""


class CellRefused(Exception):
    """A cell does not hold what its column is for. ``mend``: what to do about it."""

    def __init__(self, wrong: str, mend: str) -> None:
        super().__init__(wrong)
        self.mend = mend


def shown(value: Any) -> str:
    """A value as a cell holds it, such as ``2026-04-09``, ``yes`` or ``a; b``."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case list() | tuple() | set() | frozenset():
            each = sorted(value) if isinstance(value, set | frozenset) else value
            return "; ".join(shown(one) for one in each)
        case _:
            return str(value)


class Column(NamedTuple):
    """A column of a table.

    ``name``: of the value, as records and actions call it; ``label``: the heading; ``also``: what
    else the heading may be. ``parse`` gets a cell without the space around it, never empty, and
    raises ``CellRefused``; ``show`` gives the cell of a value. ``help`` says what to write.
    """

    name: str
    label: str
    parse: Callable[[str], Any] = str
    show: Callable[[Any], str] = shown
    required: bool = True
    help: str = ""
    also: Sequence[str] = ()


def told(name: str, label: str) -> Column:
    """A column that is only taken away."""
    return Column(
        name, label, required=False, help="The register says it; an import does not read it."
    )


def escaped(cell: str) -> str:
    """The cell as it may stand in a file that a spreadsheet opens."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unescaped(cell: str) -> str:
    """The cell that ``escaped`` was given."""
    return cell[1:] if _ESCAPED.match(cell) else cell


def value_in(record: Any, name: str) -> Any:
    """What a record, a mapping or any object, holds under a column's name."""
    return record[name] if hasattr(record, "keys") else getattr(record, name)
