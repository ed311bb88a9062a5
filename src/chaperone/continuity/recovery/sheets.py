"""The order of recovery and the list of whom to call as files: out, and in."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from chaperone.access.actors import Staff
from chaperone.continuity.frame import MANAGE, READ
from chaperone.continuity.recovery.actions.contacts import enter_contact
from chaperone.continuity.recovery.actions.systems import enter_system
from chaperone.continuity.recovery.errors import NoSuchSystem, RecoveryError
from chaperone.continuity.recovery.lengths import as_length, minutes_of
from chaperone.continuity.recovery.queries.contacts import contacts_of
from chaperone.continuity.recovery.queries.systems import order_of, systems_of
from chaperone.registers.declared import Register
from chaperone.registers.sheets import CellRefused, Column, told
from chaperone.registers.sheets.cells import number, several, text, yes_no


def _length(cell: str) -> int:
    try:
        return minutes_of(cell)
    except ValueError as problem:
        raise CellRefused("This is no length of time.", str(problem)) from None


_SYSTEM_COLUMNS = (
    told("number", "Order"),
    Column("name", "Application or data", text(120)),
    Column("about", "What it is for", text(500), required=False),
    Column("outage_minutes", "May be away", _length, as_length, help="Such as 4 hours."),
    Column("loss_minutes", "May be lost", _length, as_length, help="Such as 1 day."),
    Column(
        "needs",
        "Needs",
        several(text(120)),
        required=False,
        help="Names of lines above it, or of systems that are there; separated by semicolons.",
    ),
    Column("restored", "Comes back with a restore", yes_no, required=False, help="Yes or no."),
    Column("how", "Comes back", text(1000), required=False),
    Column("meanwhile", "Meanwhile", text(1000), required=False),
)
_CONTACT_COLUMNS = (
    Column("place", "Order", number(1, 999), required=False, help="1 is called first."),
    Column("name", "Name", text(120)),
    Column("reason", "For what", text(200)),
    Column("phone", "Telephone", text(60), required=False),
    Column("other", "Another way", text(200), required=False),
    Column("hours", "When", text(100), required=False),
    Column("note", "Note", text(300), required=False),
)


def _systems(actor: Staff) -> Iterator[dict[str, Any]]:
    for each in order_of(actor):
        yield {**vars(each.system), "number": each.number, "needs": each.needs}


@transaction.atomic
def _add_system(*, actor: Staff, **cells: Any) -> None:
    known = {name: each for each, name in systems_of(actor).values_list("id", "name")}
    missing = [name for name in cells["needs"] or () if name not in known]
    if missing:
        raise NoSuchSystem(f"“{missing[0]}” is no system above this line or in the table.")
    enter_system(
        actor=actor,
        name=cells["name"],
        about=cells["about"] or "",
        outage_minutes=cells["outage_minutes"],
        loss_minutes=cells["loss_minutes"],
        needs=[known[name] for name in cells["needs"] or ()],
        restored=bool(cells["restored"]),
        how=cells["how"] or "",
        meanwhile=cells["meanwhile"] or "",
    )


def _add_contact(*, actor: Staff, **cells: Any) -> None:
    given = {name: value or "" for name, value in cells.items()}
    enter_contact(actor=actor, **given | {"place": cells["place"] or 50})


SYSTEMS = Register(
    name="recovery",
    label="Order of recovery",
    question="What matters most, and in which order does it come back?",
    read=READ,
    manage=MANAGE,
    columns=_SYSTEM_COLUMNS,
    rows=_systems,
    add=_add_system,
    errors=(RecoveryError,),
    page="continuity:recovery:order",
)
CONTACTS = Register(
    name="contacts",
    label="Whom to call",
    question="Whom do we call at an outage?",
    read=READ,
    manage=MANAGE,
    columns=_CONTACT_COLUMNS,
    rows=contacts_of,
    add=_add_contact,
    errors=(RecoveryError,),
    page="continuity:recovery:contacts",
)
