"""Entering a row in a register, on record."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, transaction

from chaperone.access.actors import Staff
from chaperone.facilities.errors import AlreadyThere
from chaperone.facilities.models.records import Record
from chaperone.ledger.events import Event
from chaperone.registers.actions.changes import record_change

R = TypeVar("R", bound=Record)


@transaction.atomic
def enter(*, actor: Staff, row: R, event: Event, details: Mapping[str, Any]) -> R:
    """Saves a new row of the actor's organization and records it. Raises ``AlreadyThere``."""
    row.organization_id, row.recorded_by = actor.organization_id, actor.user_id
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as problem:
        raise AlreadyThere from problem
    record_change(actor=actor, event=event, record=row.id, details=details)
    return row


@transaction.atomic
def change(
    *,
    actor: Staff,
    row: Record,
    event: Event,
    values: Mapping[str, Any],
    details: Mapping[str, Any],
) -> None:
    """Sets columns of a row that the caller holds, and records it. Raises ``AlreadyThere``."""
    for name, value in values.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save(update_fields=list(values))
    except IntegrityError as problem:
        raise AlreadyThere from problem
    record_change(actor=actor, event=event, record=row.id, details=details)
