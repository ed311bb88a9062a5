"""What falls due about training, by course and day: people themselves are reminded anyway."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from chaperone.duties.registry import Due
from chaperone.training.queries.assignments import due_by_course


def dues(organization_id: UUID, until: date) -> Iterator[Due]:
    """Everything up to a day, in the organization's context."""
    for line in due_by_course(organization_id, until):
        each = "1 person takes" if line.people == 1 else f"{line.people} people take"
        yield Due(
            key=f"training.course:{line.course_id}:{line.due_on}",
            what=f"{each} the course “{line.title}”",
            due_on=line.due_on,
            route="training:overdue",
            citation="45 CFR 164.308(a)(5)(i)",
            permission="training.read",
            remind=(7, 0),
        )
