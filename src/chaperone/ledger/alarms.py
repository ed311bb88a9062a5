"""Alarms of the vault: it is below the ledger and may not name events itself."""

from chaperone.ledger.actions import append_apart
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import event
from chaperone.vault.integrity import Altered

VALUE_ALTERED = event(
    "vault.value.altered",
    "A sealed value was found changed, cut or moved: it was not opened, and nothing was shown.",
    "failure",
)


def record_altered(altered: Altered, *, actor: Actor | None = None) -> None:
    """Appends, in a transaction of its own, which value was found altered; never what it holds.

    ``actor``: who was about to open it; a program, where it is not known.
    """
    append_apart(
        event=VALUE_ALTERED,
        actor=actor or Actor("worker", None, altered.organization_id),
        members=[altered.member_id] if altered.member_id else [],
        details={
            "table": altered.table,
            "element": altered.element,
            "row": str(altered.row),
            "problem": altered.problem,
        },
    )
