"""Staff from a table: who is invited, and which role is asked for each."""

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from chaperone.access.queries import roles_of
from chaperone.accounts.staff import taken_addresses
from chaperone.ledger.actors import Actor
from chaperone.members.cells import read_care_team, read_name
from chaperone.members.importing import care_teams_by_name
from chaperone.registers.sheets import CellRefused, Column, Finding, Sheet, read_csv, twice, without

_LONGEST_ADDRESS = 254


def look_over_staff(*, actor: Actor, text: str) -> Sheet:
    """What an import of this file would do. Raises ``SheetRefused``."""
    teams, roles = care_teams_by_name(actor), roles_of(actor)
    sheet = read_csv(text, _columns(teams, roles))
    sheet = without(sheet, twice(sheet.good, "email", "E-mail", "This address"))
    sheet = without(sheet, _teamless(sheet))
    taken = taken_addresses([line.values["email"] for line in sheet.good])
    wrong = "This person has an account already."
    mend = "Leave the line out, and ask for a role for them on the page “Access”."
    return without(
        sheet,
        [
            Finding(line.line, "E-mail", wrong, mend)
            for line in sheet.good
            if line.values["email"] in taken
        ],
    )


def _teamless(sheet: Sheet) -> list[Finding]:
    wrong, mend = "A coach works in a care team.", "Name the care team."
    return [
        Finding(line.line, "Care team", wrong, mend)
        for line in sheet.good
        if line.values["role"] == "coach" and not line.values.get("care_team")
    ]


def _columns(teams: Mapping[str, UUID], roles: Mapping[str, str]) -> list[Column]:
    by_label = {label.casefold(): name for name, label in roles.items()}
    by_label |= {name.replace("_", " ").casefold(): name for name in roles}
    return [
        Column("name", "Name", read_name, also=("full name",)),
        Column("email", "E-mail", _read_address, also=("email", "e mail address", "email address")),
        Column("role", "Role", lambda cell: _read_role(cell, by_label)),
        Column(
            "care_team",
            "Care team",
            lambda cell: read_care_team(cell, teams),
            also=("team",),
            required=False,
        ),
    ]


def _read_address(cell: str) -> str:
    try:
        validate_email(cell)
    except ValidationError:
        raise CellRefused(
            "This is not an e-mail address.", "Write one such as alice@clinic.example."
        ) from None
    if len(cell) > _LONGEST_ADDRESS:
        raise CellRefused("The address is too long.", "Write a shorter one.")
    return cell.lower()


def _read_role(cell: str, by_label: Mapping[str, str]) -> str:
    role = by_label.get(" ".join(cell.replace("_", " ").split()).casefold())
    if role is None:
        raise CellRefused("There is no such role.", "Write one of the roles of the page “Import”.")
    return role
