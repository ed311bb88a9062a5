"""Keeps texts that may not go to the text network: for want of an agreement (45 CFR 164.502(e)), or
because somebody stopped them (``stopping``).

They are not lost: they go out when they may. What saves a life goes out at once (invariant
3), which is recorded as an override.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models.functions import Now

from chaperone.access.actors import carrier
from chaperone.access.context import acting_for
from chaperone.carriers.outbound import Line, line_of
from chaperone.conversations.events import TEXTS_HELD, TEXTS_RELEASED
from chaperone.conversations.locking import keep
from chaperone.conversations.models import Delivery
from chaperone.conversations.queries.waiting import Held, anything_held, lock_held, lock_recipients
from chaperone.conversations.stopping import goes_out
from chaperone.jobs.actions import nudge
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import Event
from chaperone.vendors.actions.gates import let_out, override

BATCH = 200
NOTE = (
    "No agreement with the text network is in force, so nothing may be sent by it. This goes out"
    " when one is; the people in charge were told."
)
STOPPED = "Somebody stopped the texts because of an incident. This goes out when they go on."


def pass_gate(
    *, actor: Actor, line: Line, deliveries: Sequence[Delivery], recipients: Mapping[UUID, Held]
) -> list[Delivery]:
    """Those of the locked deliveries that may leave now, in the transaction that claims them; the
    others are kept. One look at the agreement serves all of them, and holds it until commit.
    """
    outlet = line.way.outlet
    if not deliveries:
        return []
    stopped = not goes_out(actor.organization_id)
    shut = outlet is not None and not let_out(actor=actor, outlet=outlet)
    if not stopped and not shut:
        return list(deliveries)
    saving = [each for each in deliveries if each.kind == Delivery.Kind.SAFETY]
    if saving and shut:
        assert outlet is not None
        override(
            actor=actor,
            outlet=outlet,
            members=[each.member_id for each in saving],
            messages=[each.id for each in saving],
        )
    kept = [each for each in deliveries if each not in saving]
    _hold(actor, kept, recipients, STOPPED if stopped else NOTE)
    return saving


def release(*, organization_id: UUID) -> int:
    """Lets kept texts go on where an agreement is in force again; returns how many."""
    actor = carrier(organization_id)
    with acting_for(actor):
        if not anything_held(organization_id=organization_id) or not goes_out(organization_id):
            return 0
    outlet = line_of(organization_id=organization_id).way.outlet
    released = 0
    while True:
        with acting_for(actor):
            if outlet is not None and not let_out(actor=actor, outlet=outlet):
                return released
            kept = lock_held(organization_id=organization_id, limit=BATCH)
            _release(actor, kept)
        released += len(kept)
        if not kept:
            return released


def _hold(
    actor: Actor, deliveries: Sequence[Delivery], recipients: Mapping[UUID, Held], note: str
) -> None:
    ids = [each.id for each in deliveries]
    Delivery.objects.filter(id__in=ids).update(state=Delivery.State.HELD, note=note)
    for delivery in deliveries:
        keep(recipients[delivery.member_id].conversation)
    _record(TEXTS_HELD, actor, deliveries)


def _release(actor: Actor, deliveries: Sequence[Delivery]) -> None:
    ids = [each.id for each in deliveries]
    Delivery.objects.filter(id__in=ids).update(state=Delivery.State.PENDING, note="", due_at=Now())
    for held in lock_recipients(list(deliveries)).values():
        keep(held.conversation)
    _record(TEXTS_RELEASED, actor, deliveries)
    if deliveries:
        nudge("conversations.send", organization_id=actor.organization_id)


def _record(event: Event, actor: Actor, deliveries: Sequence[Delivery]) -> None:
    if deliveries:
        append(
            event=event,
            actor=actor,
            members=[each.member_id for each in deliveries],
            details={"messages": [str(each.id) for each in deliveries]},
        )
