"""Copies that tests need."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from chaperone.access.copies import RECORD
from chaperone.facilities.actions.copies import ask_for_copy, decide_on_copy
from tests.cast import Person, ines, samuel

REASON = "The yearly evaluation asks for it."


def copy_asked(person: Person = ines, **changes: Any) -> UUID:
    """Somebody asks for the record about everybody, to use once within a day."""
    values: dict[str, Any] = {
        "elements": [RECORD],
        "reason": REASON,
        "destination": "The auditor's encrypted drive",
        "ends_at": timezone.now() + timedelta(days=1),
    }
    with person.acting() as actor:
        return ask_for_copy(actor=actor, **values | changes).id


def decided(copy_id: UUID, *, by: Person = samuel, approve: bool = True) -> UUID:
    with by.acting() as actor:
        decide_on_copy(actor=actor, copy_id=copy_id, approve=approve, note="It is needed.")
    return copy_id


def approved(person: Person = ines, *, by: Person = samuel, **changes: Any) -> UUID:
    """An approval that the person can use."""
    return decided(copy_asked(person, **changes), by=by)
