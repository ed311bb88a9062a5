"""Deciding what becomes of texts that wait since a restore, and letting the outbox go on."""

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from chaperone.conversations.errors import StillUndecided
from chaperone.conversations.events import OUTBOX_LIFTED, RESTORED_DECIDED
from chaperone.conversations.locking import keep, lock
from chaperone.conversations.models import Delivery, OutboxHold, Turn, Urgency
from chaperone.conversations.reasons import Reason
from chaperone.jobs.actions import nudge
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor

Decision = Literal["send", "drop", "answer", "leave"]
DROPPED = "Dropped after a restore: {who} decided that it does not go out any more."


@transaction.atomic
def decide(*, actor: Actor, who: str, decisions: Mapping[UUID, Decision]) -> int:
    """``send`` or ``drop`` texts to members, ``answer`` texts of members or ``leave`` them to a
    coach; returns how many were decided. Those decided before are left as they are.
    """
    done: dict[str, str] = {}
    members: set[UUID] = set()
    for message_id, decision in decisions.items():
        member_id = _decide(actor, message_id, decision, who)
        if member_id is not None:
            done[str(message_id)] = decision
            members.add(member_id)
    if done:
        append(event=RESTORED_DECIDED, actor=actor, members=members, details={"messages": done})
    return len(done)


@transaction.atomic
def lift(*, actor: Actor) -> None:
    """Lets texts go out again. Raises ``StillUndecided`` while any of the past waits."""
    if _texts(actor).exists() or _turns(actor).exists():
        raise StillUndecided(StillUndecided.__doc__)
    holds = OutboxHold.objects.filter(organization_id=actor.organization_id, lifted_at=None)
    if not holds.update(lifted_at=Now(), lifted_by=actor.id):
        return
    append(event=OUTBOX_LIFTED, actor=actor)
    nudge("conversations.answer", organization_id=actor.organization_id)
    nudge("conversations.send", organization_id=actor.organization_id)


def _decide(actor: Actor, message_id: UUID, decision: Decision, who: str) -> UUID | None:
    """Whom it was about; None where it was decided before."""
    model = Delivery if decision in ("send", "drop") else Turn
    row = model.objects.filter(  # type: ignore[attr-defined]
        organization_id=actor.organization_id, id=message_id, state="restored"
    ).first()
    if row is None:
        return None
    conversation = lock(organization_id=actor.organization_id, member_id=row.member_id)
    waiting = model.objects.filter(id=message_id, state="restored")  # type: ignore[attr-defined]
    if decision == "send":
        changed = waiting.update(state=Delivery.State.PENDING, note="", due_at=Now())
    elif decision == "drop":
        changed = waiting.update(state=Delivery.State.WITHHELD, note=DROPPED.format(who=who)[:300])
    elif decision == "answer":
        changed = waiting.update(state=Turn.State.WAITING)
        conversation.due_since = conversation.due_since or timezone.now()
    else:
        changed = waiting.update(state=Turn.State.HANDED_OVER, reason=Reason.COACH)
        conversation.needs_a_person(row.triage or Urgency.ROUTINE)
    keep(conversation)
    return row.member_id if changed else None


def _texts(actor: Actor):  # type: ignore[no-untyped-def]
    return Delivery.objects.filter(organization_id=actor.organization_id, state="restored")


def _turns(actor: Actor):  # type: ignore[no-untyped-def]
    return Turn.objects.filter(organization_id=actor.organization_id, state="restored")
