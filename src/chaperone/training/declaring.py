"""What is still to be taken, as a file."""

from collections.abc import Iterable
from typing import Any

from chaperone.access.actors import Staff
from chaperone.registers.declared import Register
from chaperone.registers.sheets import Column
from chaperone.training.queries.assignments import open_assignments


def _rows(actor: Staff) -> Iterable[dict[str, Any]]:
    for row in open_assignments(actor).iterator(chunk_size=2000):
        yield {
            "name": row.user.name,
            "email": row.user.email,
            "course": row.course.title,
            "due_on": row.due_on,
            "reminded_on": row.reminded_on,
        }


REGISTER = Register(
    name="training",
    label="Training to be taken",
    question="Who is late with which training, and what is due next?",
    read="training.read",
    manage="training.manage",
    columns=(
        Column("name", "Name"),
        Column("email", "E-mail"),
        Column("course", "Course"),
        Column("due_on", "Due on"),
        Column("reminded_on", "Last reminded", required=False),
    ),
    rows=_rows,
    page="training:overdue",
)
