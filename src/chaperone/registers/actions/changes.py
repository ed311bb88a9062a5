"""The one way in which a change of the programme is recorded (45 CFR 164.316(b)(1)(ii))."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import Event
from chaperone.registers.models import Change


def record_change(
    *,
    actor: Actor,
    event: Event,
    record: UUID,
    details: Mapping[str, Any] | None = None,
    members: Collection[UUID] = (),
) -> UUID:
    """Appends to the ledger what became of a record, in the transaction of the change.

    Returns the entry's id. The entry names the record, so that its history can be shown and
    checked. ``details``: plain JSON values; never PHI, nor what is confidential about staff, for
    whoever may see the record sees them. ``members``: whom the entry is about. Raises as
    ``ledger.actions.append``.
    """
    entry = append(
        event=event,
        actor=actor,
        members=members,
        details={**(details or {}), "record": str(record)},
    )
    Change.objects.create(organization_id=actor.organization_id, record_id=record, entry_id=entry)
    return entry
