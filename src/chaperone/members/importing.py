"""Members from a table: looked over first, then enrolled in one transaction, all or none."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from chaperone.database.identifiers import new_id
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.members.cells import columns
from chaperone.members.contacting import contacts_for
from chaperone.members.errors import RegisterChanged
from chaperone.members.events import MEMBERS_IMPORTED
from chaperone.members.indexing import take_up_stops
from chaperone.members.marks import marks_of
from chaperone.members.models import PHONE_ELEMENT, CareTeam, Contact, Member
from chaperone.members.particulars import Particulars
from chaperone.registers.sheets import Finding, Line, Sheet, read_csv, twice, without
from chaperone.vault.keyring import keyring
from chaperone.workforce.kinship import address_of

_AT_ONCE = 500


def look_over(*, actor: Actor, text: str) -> Sheet:
    """What an import of this file would do: good lines, and what is wrong with the others.

    Compared with the register as it is now, in three queries however long the file is. Raises
    ``SheetRefused``.
    """
    teams = care_teams_by_name(actor)
    sheet = read_csv(text, columns(teams))
    sheet = without(sheet, _agreed_to_nothing(sheet.good))
    sheet = without(sheet, twice(sheet.good, "phone", "Phone", "This number"))
    return without(sheet, _known(actor, sheet.good))


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
            Contact.objects.bulk_create(
                contacts_for(actor, zip(ids, map(_particulars, lines), strict=True)),
                batch_size=_AT_ONCE,
            )
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


def _agreed_to_nothing(lines: Sequence[Line]) -> list[Finding]:
    wrong, mend = "There is no e-mail address that they agreed to.", "Write the address, or no."
    return [
        Finding(each.line, "Notice by e-mail", wrong, mend)
        for each in lines
        if each.values.get("electronic") and not each.values.get("email")
    ]


def _particulars(line: Line) -> Particulars:
    values = line.values
    return Particulars(
        state=values.get("state") or "",
        language=values.get("language") or "",
        email=values.get("email") or "",
        electronic=bool(values.get("electronic")),
    )


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
        state=values.get("state") or "",
        phone_index=index,
        **marks_of(organization_id, name=values["name"], address=address),
    )


def _indexes(organization_id: UUID, line: Line) -> list[bytes]:
    number = line.values["phone"]
    return keyring.blind_indexes(organization_id, element=PHONE_ELEMENT, token=number)
