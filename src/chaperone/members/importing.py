"""Members from a table: looked over first, then enrolled in one transaction, all or none."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from chaperone.database.identifiers import new_id
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.members.errors import RegisterChanged
from chaperone.members.events import MEMBERS_IMPORTED
from chaperone.members.indexing import take_up_stops
from chaperone.members.marks import marks_of
from chaperone.members.models import PHONE_ELEMENT, CareTeam, Member
from chaperone.registers.sheets import (
    CellRefused,
    Column,
    Finding,
    Line,
    Sheet,
    read_csv,
    twice,
    without,
)
from chaperone.sms.errors import SmsError
from chaperone.sms.numbers import normalise
from chaperone.vault.keyring import keyring
from chaperone.workforce.kinship import address_of

LONGEST_NAME = 200
_OLDEST = 120
_AT_ONCE = 500
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def look_over(*, actor: Actor, text: str) -> Sheet:
    """What an import of this file would do: good lines, and what is wrong with the others.

    Compared with the register as it is now, in three queries however long the file is. Raises
    ``SheetRefused``.
    """
    teams = care_teams_by_name(actor)
    sheet = read_csv(text, columns(teams))
    sheet = without(sheet, twice(sheet.good, "phone", "Phone", "This number"))
    return without(sheet, _known(actor, sheet.good))


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
        Column("care_team", "Care team", lambda cell: read_care_team(cell, teams), also=("team",)),
    ]


@transaction.atomic
def import_members(*, actor: Actor, lines: Sequence[Line], left_out: int) -> int:
    """Enrols the member of every line, or none at all; returns how many.

    ``left_out``: how many bad lines the actor chose to leave out, for the record. Raises
    ``RegisterChanged`` where somebody else has enrolled one of them meanwhile.
    """
    indexes = [_indexes(actor.organization_id, line) for line in lines]
    members = [
        _member(actor.organization_id, line, index)
        for line, (index, *_) in zip(lines, indexes, strict=True)
    ]
    ids = [member.id for member in members]
    try:
        with transaction.atomic(), keyring.create_members(actor.organization_id, ids):
            Member.objects.bulk_create(members, batch_size=_AT_ONCE)
            take_up_stops(actor.organization_id, indexes)
    except IntegrityError as problem:
        raise RegisterChanged(
            "Somebody has enrolled one of these members meanwhile. Nothing was imported."
        ) from problem
    for start in range(0, len(ids), _AT_ONCE):
        append(
            event=MEMBERS_IMPORTED,
            actor=actor,
            members=ids[start : start + _AT_ONCE],
            details={"members": len(ids), "from": start, "left_out": left_out},
        )
    return len(ids)


def care_teams_by_name(actor: Actor) -> dict[str, UUID]:
    """The organization's care teams, by name in small letters."""
    teams = CareTeam.objects.filter(organization_id=actor.organization_id)
    return {name.casefold(): team_id for team_id, name in teams.values_list("id", "name")}


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


def _known(actor: Actor, lines: Sequence[Line]) -> list[Finding]:
    indexes = {index: line for line in lines for index in _indexes(actor.organization_id, line)}
    members = Member.objects.filter(organization_id=actor.organization_id)
    taken = members.filter(phone_index__in=indexes).values_list("phone_index", flat=True)
    wrong, mend = "A member has this number already.", "Leave the line out, or correct the number."
    return [Finding(indexes[bytes(each)].line, "Phone", wrong, mend) for each in taken if each]


def _member(organization_id: UUID, line: Line, index: bytes) -> Member:
    values = line.values
    address = address_of(values.get("street") or "", values.get("postal_code") or "")
    return Member(
        id=new_id(),
        organization_id=organization_id,
        care_team_id=values["care_team"],
        name=values["name"],
        phone=values["phone"],
        birth_date=values.get("birth_date"),
        address=address or None,
        phone_index=index,
        **marks_of(organization_id, name=values["name"], address=address),
    )


def _indexes(organization_id: UUID, line: Line) -> list[bytes]:
    number = line.values["phone"]
    return keyring.blind_indexes(organization_id, element=PHONE_ELEMENT, token=number)
