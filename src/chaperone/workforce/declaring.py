"""The register of people as a file."""

from collections.abc import Iterable
from typing import Any

from chaperone.access.actors import Staff
from chaperone.registers.declared import Register
from chaperone.registers.sheets import CellRefused, Column
from chaperone.registers.sheets.cells import day, text
from chaperone.sms.errors import SmsError
from chaperone.sms.numbers import normalise_typed
from chaperone.workforce.actions.hiring import import_person
from chaperone.workforce.actions.homes import keep_home
from chaperone.workforce.errors import HalfAnAddress, NoSuchPerson
from chaperone.workforce.queries.people import people

# Where people live is written by a file, and read by nobody.
_NEVER_TAKEN_AWAY = {"street": "", "postal_code": "", "phone": ""}
_HOME = "Sealed; compared with members' alone, and in no file that is taken away."


def _rows(actor: Staff) -> Iterable[dict[str, Any]]:
    for person in people(actor):
        yield {
            "email": person.user.email,
            "name": person.user.name,
            "position": person.position,
            "started_on": person.started_on,
            "ended_on": person.ended_on,
            **_NEVER_TAKEN_AWAY,
        }


def _add(
    *,
    actor: Staff,
    email: str,
    position: str,
    started_on: Any = None,
    name: str | None = None,  # noqa: ARG001  an exported file has it; accounts keep names
    ended_on: Any = None,  # noqa: ARG001  ending is an act of its own
    **home: str | None,
) -> None:
    person = import_person(actor=actor, email=email, position=position, started_on=started_on)
    said = {name: value for name, value in home.items() if value}
    if said:
        keep_home(actor=actor, person=person, **said)


def _number(cell: str) -> str:
    try:
        return normalise_typed(cell)
    except SmsError as problem:
        mend = "Write it with area code, such as (617) 555-0190."
        raise CellRefused("This is no telephone number.", mend) from problem


REGISTER = Register(
    name="workforce",
    label="People",
    question="Who works here, and as what?",
    read="workforce.read",
    manage="workforce.manage",
    columns=(
        Column("email", "E-mail", parse=text(254), help="Of somebody who has access here."),
        Column("name", "Name", parse=text(200), required=False, help="Not changed by a file."),
        Column("position", "Position", parse=text(100)),
        Column("started_on", "Since", parse=day, required=False),
        Column("ended_on", "Until", parse=day, required=False, help="Not changed by a file."),
        Column("street", "Street", parse=text(200), required=False, help=_HOME),
        Column("postal_code", "Postal code", parse=text(12), required=False, help=_HOME),
        Column("phone", "Own telephone", parse=_number, required=False, help=_HOME),
    ),
    rows=_rows,
    add=_add,
    errors=(HalfAnAddress, NoSuchPerson),
    page="workforce:register",
)
