from collections.abc import Mapping
from uuid import UUID

from chaperone.access.events import ACCESS_REFUSED
from chaperone.ledger.actions import append_apart
from chaperone.ledger.actors import Actor
from chaperone.telemetry import metrics


def record_refusal(
    *, actor: Actor, route: str, reason: str, asked_for: Mapping[str, UUID | str]
) -> None:
    """Records a refused request in a transaction of its own, so that no rollback erases it.

    ``asked_for``: the arguments of the route. Ids in it are noted as members, so that a refused
    look at a member shows under "who looked".
    """
    append_apart(
        event=ACCESS_REFUSED,
        actor=actor,
        members=[value for value in asked_for.values() if isinstance(value, UUID)],
        details={
            "route": route,
            "reason": reason,
            "asked_for": {name: str(value) for name, value in asked_for.items()},
        },
    )
    metrics.REFUSED.inc()
