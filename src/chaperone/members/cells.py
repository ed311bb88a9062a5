"""The columns of a table of members, and what a cell of each may hold."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from django.utils import timezone

from chaperone.members.particulars import email_from, language_from, state_from
from chaperone.registers.sheets import CellRefused, Column
from chaperone.sms.errors import SmsError
from chaperone.sms.numbers import normalise

LONGEST_NAME = 200
_OLDEST = 120
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_STATE = "Write its two letters, such as MA, or leave it empty."
_LANGUAGE = "Write en or es, or leave it empty."
_EMAIL = "Write it whole, such as ana@mail.example, or leave it empty."
_YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def columns(teams: Mapping[str, UUID]) -> list[Column]:
    """The columns of a table of members. ``teams``: care teams by name in small letters."""
    return [
        Column("name", "Name", read_name, also=("member", "full name")),
        Column("phone", "Phone", _read_phone, also=("phone number", "mobile", "telephone")),
        Column(
            "birth_date", "Birth date", _read_date, also=("date of birth", "dob"), required=False
        ),
        Column("street", "Street", read_name, also=("address",), required=False),
        Column("postal_code", "Postal code", read_name, also=("zip", "postcode"), required=False),
        Column("state", "State", _read_with(state_from, _STATE), required=False),
        Column("language", "Language", _read_with(language_from, _LANGUAGE), required=False),
        Column(
            "email",
            "E-mail",
            _read_with(email_from, _EMAIL),
            also=("email", "e-mail address", "email address"),
            required=False,
        ),
        Column(
            "electronic",
            "Notice by e-mail",
            _read_agreed,
            also=("agreed to e-mail", "agreed to email", "notice by email"),
            required=False,
        ),
        Column("care_team", "Care team", lambda cell: read_care_team(cell, teams), also=("team",)),
    ]


def read_name(cell: str) -> str:
    """A person's name: one line of text."""
    if len(cell) > LONGEST_NAME:
        raise CellRefused(
            f"The name is longer than {LONGEST_NAME} characters.", "Write a shorter one."
        )
    if _UNPRINTABLE.search(cell):
        raise CellRefused("The name holds a line break or a control character.", "Take it out.")
    return cell


def read_care_team(cell: str, teams: Mapping[str, UUID]) -> UUID:
    """The care team of this name, however its letters are cased."""
    found = teams.get(cell.casefold())
    if found is None:
        raise CellRefused(
            "There is no care team of this name.",
            "Make the care team first, or write the name of one that is there.",
        )
    return found


def _read_phone(cell: str) -> str:
    try:
        return normalise(re.sub(r"[\s().-]", "", cell))
    except SmsError as problem:
        raise CellRefused(
            str(problem), "Write the whole number with its country code, such as +16175550100."
        ) from None


def _read_date(cell: str) -> date:
    mend = "Write year, month and day, such as 1961-04-09."
    if not _DATE.fullmatch(cell):
        raise CellRefused("This is not a date that is clear.", mend)
    try:
        born = date.fromisoformat(cell)
    except ValueError:
        raise CellRefused("There is no such day.", mend) from None
    today = timezone.localdate()
    if not today.year - _OLDEST <= born.year or born > today:
        raise CellRefused("Nobody alive was born on that day.", mend)
    return born


def _read_with(read: Callable[[str], str], mend: str) -> Callable[[str], str]:
    def cell_read(cell: str) -> str:
        try:
            return read(cell)
        except ValueError as problem:
            raise CellRefused(str(problem), mend) from None

    return cell_read


def _read_agreed(cell: str) -> bool:
    said = _YES_NO.get(cell.casefold())
    if said is None:
        raise CellRefused("This is neither yes nor no.", "Write yes or no, or leave it empty.")
    return said
