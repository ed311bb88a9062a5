"""Sends what is in the outbox. A text is claimed and the claim committed, then the carrier is
called outside any transaction, then the outcome is committed (invariant 5).
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from chaperone.access.actors import carrier
from chaperone.access.context import acting_for
from chaperone.access.witness import witnessed
from chaperone.carriers.errors import CarriersError, Refused, Unavailable
from chaperone.carriers.outbound import Line, line_of, send
from chaperone.conversations.actions.follow import follow
from chaperone.conversations.actions.hold import pass_gate
from chaperone.conversations.actions.settle import Outcome, note_outcomes
from chaperone.conversations.actions.withhold import why_not, withhold
from chaperone.conversations.models import Delivery, Lane, Message
from chaperone.conversations.queries.waiting import (
    Held,
    lock_recipients,
    lock_sendable,
    stale,
)

BATCH = 16
CLAIM_LASTS = timedelta(seconds=60)
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed text in clear, on its way to the carrier."""

    message_id: UUID
    attempts: int
    recipient: str = field(repr=False)
    body: str = field(repr=False)


def send_batch(*, organization_id: UUID, lane: Lane = Lane.ORDINARY) -> int:
    """Sends up to ``BATCH`` texts that wait; returns how many were dealt with.

    ``lane`` SAFETY: only the fixed texts in an emergency or crisis.
    """
    line = line_of(organization_id=organization_id)
    # After a crash a claimed text may have been sent or not. Where the carrier could double it,
    # only one at a time is put at that risk.
    dealt_with, texts = _claim(line, BATCH if line.way.idempotent else 1, lane)
    outcomes = [_pass_on(line, text) for text in texts]
    if outcomes:
        note_outcomes(organization_id=organization_id, outcomes=outcomes)
    return dealt_with


def recover(*, organization_id: UUID) -> int:
    """Takes up texts whose sender ended between claim and outcome; returns how many.

    They are sent again where the carrier sends a message once however often it is asked; else
    they are unconfirmed, and a coach is called.
    """
    with acting_for(carrier(organization_id)):
        left = stale(organization_id=organization_id, before=timezone.now() - CLAIM_LASTS)
    if not left:
        return 0
    safe_to_repeat = line_of(organization_id=organization_id).way.idempotent
    note = "The program ended while this text went out: nobody knows whether it was sent."
    outcomes = [_unsure(each.id, each.attempts, note, safe_to_repeat) for each in left]
    note_outcomes(organization_id=organization_id, outcomes=outcomes)
    return len(left)


def _claim(line: Line, limit: int, lane: Lane) -> tuple[int, list[Outgoing]]:
    """Claims texts, and opens those that still may go out at this moment."""
    organization_id = line.organization_id
    actor = carrier(organization_id)
    with acting_for(actor), witnessed(actor, purpose="treatment", place="conversations.send"):
        deliveries = lock_sendable(organization_id=organization_id, limit=limit, lane=lane)
        recipients = lock_recipients(deliveries)
        for recipient in recipients.values():
            follow(recipient.conversation, actor=actor)
        held = [each for each in deliveries if why_not(each, recipients[each.member_id])]
        withhold(actor=actor, deliveries=held, recipients=recipients)
        wanted = [each for each in deliveries if each not in held]
        passed = pass_gate(actor=actor, line=line, deliveries=wanted, recipients=recipients)
        return len(deliveries), _open(passed, recipients)


def _open(deliveries: Sequence[Delivery], recipients: Mapping[UUID, Held]) -> list[Outgoing]:
    ids = [delivery.id for delivery in deliveries]
    if not ids:
        return []
    Delivery.objects.filter(id__in=ids).update(
        state=Delivery.State.SENDING, attempts=F("attempts") + 1, claimed_at=Now()
    )
    messages = Message.objects.in_bulk(ids)
    return [
        Outgoing(
            message_id=delivery.id,
            attempts=delivery.attempts + 1,
            recipient=recipients[delivery.member_id].conversation.member.phone.open(),
            body=messages[delivery.id].body.open(),
        )
        for delivery in deliveries
    ]


def _pass_on(line: Line, text: Outgoing) -> Outcome:
    try:
        carrier_message_id = send(
            line=line, message_id=text.message_id, recipient=text.recipient, body=text.body
        )
    except Refused as problem:
        return Outcome.failed(text.message_id, str(problem))
    except Unavailable as problem:
        return Outcome.again(text.message_id, text.attempts, str(problem))
    except Exception as problem:  # noqa: BLE001
        note = _note_of(problem, text)
        return _unsure(text.message_id, text.attempts, note, line.way.idempotent)
    return Outcome.sent(text.message_id, carrier_message_id)


def _note_of(problem: Exception, text: Outgoing) -> str:
    if isinstance(problem, CarriersError):
        return str(problem)
    # The name of the error only: its message could quote the text.
    _logger.error("Sending message %s failed (%s).", text.message_id, type(problem))
    return "Sending failed: nobody knows whether this text was sent."


def _unsure(message_id: UUID, attempts: int, note: str, safe_to_repeat: bool) -> Outcome:
    if safe_to_repeat:
        return Outcome.again(message_id, attempts, note)
    return Outcome.unconfirmed(message_id, note)
