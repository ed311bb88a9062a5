"""Deciding what becomes of texts that wait since a restore, and letting the outbox go on."""

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from chaperone.access.context import in_whole_organization
from chaperone.conversations.errors import StillUndecided
from chaperone.conversations.events import OUTBOX_LIFTED, RESTORED_DECIDED
from chaperone.conversations.locking import keep, lock
from chaperone.conversations.models import Delivery, OutboxHold, Turn, Urgency
from chaperone.conversations.reasons import Reason
from chaperone.jobs.actions import nudge
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor

Decision = Literal["send", "drop", "answer", "leave"]
DROPPED = "Dropped after a restore: somebody decided that it does not go out any more."


@transaction.atomic
def decide(*, actor: Actor, decisions: Mapping[UUID, Decision]) -> int:
    """``send`` or ``drop`` texts to members, ``answer`` texts of members or ``leave`` them to a
    coach; returns how many were decided. Those decided before are left as they are.
    """
    done: dict[str, str] = {}
    members: set[UUID] = set()
    for message_id, decision in decisions.items():
        member_id = _decide(actor, message_id, decision)
        if member_id is not None:
            done[str(message_id)] = decision
            members.add(member_id)
    if done:
        append(event=RESTORED_DECIDED, actor=actor, members=members, details={"messages": done})
    return len(done)


@transaction.atomic
def lift(*, actor: Actor) -> None:
    """Lets texts go out again. Raises ``StillUndecided`` while any of the past waits."""
    with in_whole_organization(actor):
        if _texts(actor).exists() or _turns(actor).exists():
            raise StillUndecided
    holds = OutboxHold.objects.filter(organization_id=actor.organization_id, lifted_at=None)
    if not holds.update(lifted_at=Now(), lifted_by=actor.id):
        return
    append(event=OUTBOX_LIFTED, actor=actor)
    nudge("conversations.answer", organization_id=actor.organization_id)
    nudge("conversations.send", organization_id=actor.organization_id)


def _decide(actor: Actor, message_id: UUID, decision: Decision) -> UUID | None:
    """Whom it was about; None where it was decided before."""
    if decision in ("send", "drop"):
        return _decide_text(actor, message_id, decision == "send")
    return _decide_turn(actor, message_id, decision == "answer")


def _decide_text(actor: Actor, message_id: UUID, send: bool) -> UUID | None:
    text = _texts(actor).filter(id=message_id).first()
    if text is None:
        return None
    conversation = lock(organization_id=actor.organization_id, member_id=text.member_id)
    waiting = _texts(actor).filter(id=message_id)
    if send:
        changed = waiting.update(state=Delivery.State.PENDING, note="", due_at=Now())
    else:
        changed = waiting.update(state=Delivery.State.WITHHELD, note=DROPPED)
    keep(conversation)
    return text.member_id if changed else None


def _decide_turn(actor: Actor, message_id: UUID, answer: bool) -> UUID | None:
    turn = _turns(actor).filter(id=message_id).first()
    if turn is None:
        return None
    conversation = lock(organization_id=actor.organization_id, member_id=turn.member_id)
    waiting = _turns(actor).filter(id=message_id)
    if answer:
        changed = waiting.update(state=Turn.State.WAITING)
        conversation.due_since = conversation.due_since or timezone.now()
    else:
        changed = waiting.update(state=Turn.State.HANDED_OVER, reason=Reason.COACH)
        conversation.needs_a_person(turn.triage or Urgency.ROUTINE)
    keep(conversation)
    return turn.member_id if changed else None


def _texts(actor: Actor) -> QuerySet[Delivery]:
    return Delivery.objects.filter(organization_id=actor.organization_id, state="restored")


def _turns(actor: Actor) -> QuerySet[Turn]:
    return Turn.objects.filter(organization_id=actor.organization_id, state="restored")
