"""One entry of the ledger for each change of the register."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import Event


def record_change(*, actor: Actor, event: Event, record: UUID, details: Mapping[str, Any]) -> UUID:
    return append(event=event, actor=actor, details={"record": str(record), **details})
