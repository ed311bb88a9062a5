"""After a restore: what waited at the time of the backup waits for a person, not for a worker."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from chaperone.conversations.events import OUTBOX_HELD
from chaperone.conversations.models import Delivery, OutboxHold, Turn, UnknownTurn, Urgency
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor

NOTE = "It waited when the backup was made that was restored. Somebody decides whether it goes out."
_KNOWN = "After the backup it was {state}, as the record shows."
_OPEN = (Delivery.State.PENDING, Delivery.State.SENDING, Delivery.State.HELD)
_UNHANDLED = (Turn.State.WAITING, Turn.State.ASKING)


@dataclass(slots=True)
class After:
    """What the record tells of an organization's texts after the backup, by message id."""

    deliveries: dict[UUID, str] = field(default_factory=dict)
    turns: dict[UUID, str] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    happened: dict[str, int] = field(default_factory=dict)


@transaction.atomic
def hold_outbox(*, actor: Actor, after: After, backup_at: datetime) -> Mapping[str, int]:
    """Holds the outbox; what the record says was sent or handled meanwhile is taken as that.

    As the owner, in the organization's context, once for each restore. Returns how many texts and
    turns wait for a decision, and how many the record decided.
    """
    _end_earlier(actor)
    decided = sum(_settle(actor, state, ids) for state, ids in _by_state(after.deliveries).items())
    decided += sum(_note(actor, state, ids) for state, ids in _by_state(after.turns).items())
    texts = Delivery.objects.filter(organization_id=actor.organization_id, state__in=_OPEN)
    turns = Turn.objects.filter(organization_id=actor.organization_id, state__in=_UNHANDLED)
    waiting = {
        "texts": texts.update(state=Delivery.State.RESTORED, note=NOTE),
        "turns": turns.update(state=Turn.State.RESTORED),
        "decided": decided,
    }
    _rest_unknown(actor)
    hold = OutboxHold(
        organization_id=actor.organization_id,
        backup_at=backup_at,
        lost=after.lost,
        happened=after.happened,
    )
    hold.save(force_insert=True)
    append(event=OUTBOX_HELD, actor=actor, details={"hold": str(hold.id)} | waiting)
    return waiting


def _rest_unknown(actor: Actor) -> None:
    """Nothing of the past goes to unknown numbers; what nobody had looked at is for a person."""
    rows = UnknownTurn.objects.filter(organization_id=actor.organization_id)
    open_replies = [UnknownTurn.Reply.PENDING, UnknownTurn.Reply.SENDING]
    rows.filter(reply__in=open_replies).update(reply=UnknownTurn.Reply.RESTORED)
    rows.filter(triage="").update(triage=Urgency.URGENT)


def _end_earlier(actor: Actor) -> None:
    """One that lasted when the backup was made goes on in the new one."""
    earlier = OutboxHold.objects.filter(organization_id=actor.organization_id, lifted_at=None)
    for hold in earlier:
        hold.lifted_at = hold.began_at
        hold.save(update_fields=["lifted_at"])


def _by_state(known: Mapping[UUID, str]) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = {}
    for message_id, state in known.items():
        found.setdefault(state, []).append(message_id)
    return found


def _settle(actor: Actor, state: str, ids: list[UUID]) -> int:
    rows = Delivery.objects.filter(
        organization_id=actor.organization_id, id__in=ids, state__in=_OPEN
    )
    return rows.update(state=state, note=_KNOWN.format(state=state))


def _note(actor: Actor, state: str, ids: list[UUID]) -> int:
    rows = Turn.objects.filter(
        organization_id=actor.organization_id, id__in=ids, state__in=_UNHANDLED
    )
    return rows.update(state=state)
