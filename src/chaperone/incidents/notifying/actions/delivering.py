"""What e-mails and texts about a breach share: the next that waits, and what became of it."""

from uuid import UUID

from django.utils import timezone

from chaperone.access.context import acting_for
from chaperone.incidents.models import Delivery
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import Event

_State = Delivery.State


def next_waiting(actor: Actor, way: Delivery.Way) -> Delivery | None:
    """The first that waits to go out this way, locked; in the caller's transaction."""
    rows = Delivery.objects.filter(
        organization_id=actor.organization_id, way=way, state=_State.WAITING
    )
    return rows.order_by("id").select_for_update(skip_locked=True).first()


def change(row: Delivery, state: Delivery.State) -> None:
    """Notes what became of it, with the language and the link that it was written with."""
    row.state, row.changed_at, row.changed_by = state, timezone.now(), None
    row.save(update_fields=["state", "language", "token_digest", "changed_at", "changed_by"])


def settle(actor: Actor, delivery_id: UUID, event: Event, *, taken: bool) -> None:
    """Records whether the network took it; who confirmed it meanwhile has been reached."""
    with acting_for(actor):
        row = Delivery.objects.select_for_update().get(id=delivery_id)
        if row.state == _State.SENDING:
            change(row, _State.SENT if taken else _State.FAILED)
        append(
            event=event,
            actor=actor,
            members=[row.member_id],
            details={"delivery": str(row.id), "taken": taken},
        )
