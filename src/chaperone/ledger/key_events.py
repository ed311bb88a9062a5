"""What the vault reports: it is below the ledger and may not name events itself."""

from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import event
from chaperone.vault.models import Key

KEY_CREATED = event("vault.key.created", "A key was made under which data is sealed")

_EVENTS = {"created": KEY_CREATED}


def record(what: str, key: Key) -> None:
    """Appends what happened to a key, in the transaction in which it happened."""
    append(
        event=_EVENTS[what],
        actor=Actor("worker", None, key.organization_id),
        members=[key.member_id] if key.member_id else [],
        details={"key": str(key.id), "purpose": str(key.purpose)},
    )
