"""The register of people as a file."""

from collections.abc import Iterable
from typing import Any

from chaperone.access.actors import Staff
from chaperone.registers.declared import Register
from chaperone.registers.sheets import Column
from chaperone.registers.sheets.cells import day, text
from chaperone.workforce.actions.hiring import import_person
from chaperone.workforce.errors import NoSuchPerson
from chaperone.workforce.queries.people import people


def _rows(actor: Staff) -> Iterable[dict[str, Any]]:
    for person in people(actor):
        yield {
            "email": person.user.email,
            "name": person.user.name,
            "position": person.position,
            "started_on": person.started_on,
            "ended_on": person.ended_on,
        }


def _add(
    *,
    actor: Staff,
    email: str,
    position: str,
    started_on: Any = None,
    name: str | None = None,  # noqa: ARG001  an exported file has it; accounts keep names
    ended_on: Any = None,  # noqa: ARG001  ending is an act of its own
) -> None:
    import_person(actor=actor, email=email, position=position, started_on=started_on)


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
    ),
    rows=_rows,
    add=_add,
    errors=(NoSuchPerson,),
    page="workforce:register",
)
