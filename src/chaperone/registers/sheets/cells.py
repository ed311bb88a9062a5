"""Readers of cells that several registers need."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from chaperone.registers.sheets.columns import CellRefused

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_YES, _NO = frozenset({"yes", "true", "1", "y"}), frozenset({"no", "false", "0", "n"})


def text(most: int) -> Callable[[str], str]:
    """Text of at most so many characters, without control characters."""

    def parse(cell: str) -> str:
        if len(cell) > most:
            raise CellRefused(f"It is longer than {most:,} characters.", "Write less.")
        if _UNPRINTABLE.search(cell):
            raise CellRefused("It holds a control character.", "Take it out.")
        return cell

    return parse


def day(cell: str) -> date:
    """A day, such as 2026-04-09."""
    mend = "Write year, month and day, such as 2026-04-09."
    if not _DATE.fullmatch(cell):
        raise CellRefused("This is not a date that is clear.", mend)
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise CellRefused("There is no such day.", mend) from None


def number(least: int, most: int) -> Callable[[str], int]:
    """A whole number within bounds."""

    def parse(cell: str) -> int:
        # Longer ones are refused before they are read: int() of a million digits takes its time.
        if not re.fullmatch(r"-?[0-9]{1,12}", cell, re.ASCII) or not least <= int(cell) <= most:
            raise CellRefused(
                "This is not a number that fits.",
                f"Write a whole number from {least:,} to {most:,}.",
            )
        return int(cell)

    return parse


def yes_no(cell: str) -> bool:
    """Yes or no."""
    if cell.casefold() in _YES:
        return True
    if cell.casefold() in _NO:
        return False
    raise CellRefused("This is neither yes nor no.", "Write yes or no.")


def choice(values: Mapping[str, Any]) -> Callable[[str], Any]:
    """One of several, by name or by label, however its letters are cased.

    ``values``: labels by what is stored, such as a ``TextChoices``' ``dict(choices)``.
    """
    known = {str(label).casefold(): value for value, label in values.items()}
    known |= {str(value).casefold(): value for value in values}

    def parse(cell: str) -> Any:
        if cell.casefold() not in known:
            raise CellRefused(
                "This is not one of those that can be.",
                f"Write one of: {', '.join(map(str, values.values()))}.",
            )
        return known[cell.casefold()]

    return parse


def several(parse_one: Callable[[str], Any]) -> Callable[[str], list[Any]]:
    """Several, separated by semicolons."""

    def parse(cell: str) -> list[Any]:
        return [parse_one(each.strip()) for each in cell.split(";") if each.strip()]

    return parse
