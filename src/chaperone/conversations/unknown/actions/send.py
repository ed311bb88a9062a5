"""Sends fixed texts to unknown numbers, as ``conversations.actions.send`` does to members: claimed
and committed, then the carrier outside any transaction, then the outcome (invariant 5).
"""

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db.models.functions import Now
from django.utils import timezone

from chaperone.access.actors import carrier
from chaperone.access.context import acting_for
from chaperone.access.witness import witnessed
from chaperone.carriers.errors import CarriersError, Refused, Unavailable
from chaperone.carriers.outbound import Line, line_of, send
from chaperone.conversations.models import UnknownTurn
from chaperone.conversations.texts.in_force import text_for
from chaperone.conversations.unknown.events import UNKNOWN_ANSWERED
from chaperone.conversations.unknown.queries import lock_sendable, texts_of
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.vendors.actions.gates import let_out, override

BATCH = 16
ATTEMPTS = 5
CLAIM_LASTS = timedelta(seconds=60)
_FIRST_WAIT = timedelta(seconds=5)
_Reply = UnknownTurn.Reply
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed text in clear, on its way to the carrier."""

    id: UUID
    attempts: int
    recipient: str = field(repr=False)
    body: str = field(repr=False)


def send_fixed(*, organization_id: UUID) -> int:
    """Sends fixed texts that wait for unknown numbers; returns how many were dealt with."""
    line = line_of(organization_id=organization_id)
    texts = _claim(line, BATCH if line.way.idempotent else 1)
    for text in texts:
        _settle(organization_id, text, _pass_on(line, text))
    return len(texts)


def recover_fixed(*, organization_id: UUID) -> None:
    """Takes up texts whose sender ended between claim and outcome; again if none is doubled."""
    with acting_for(carrier(organization_id)):
        rows = UnknownTurn.objects.filter(
            organization_id=organization_id,
            reply=_Reply.SENDING,
            claimed_at__lt=timezone.now() - CLAIM_LASTS,
        )
        if not rows.exists():
            return
    idempotent = line_of(organization_id=organization_id).way.idempotent
    with acting_for(carrier(organization_id)):
        rows.update(reply=_Reply.PENDING if idempotent else _Reply.UNCONFIRMED)


def _claim(line: Line, limit: int) -> list[Outgoing]:
    actor = carrier(line.organization_id)
    with acting_for(actor), witnessed(actor, purpose="treatment", place="conversations.send"):
        turns = lock_sendable(line.organization_id, limit=limit)
        if not turns:
            return []
        _pass_gate(actor, line, turns)
        texts = texts_of(turns)
        for turn in turns:
            turn.reply, turn.claimed_at = _Reply.SENDING, timezone.now()
            turn.attempts += 1
            turn.save(update_fields=["reply", "claimed_at", "attempts"])
        return [
            Outgoing(
                id=turn.id,
                attempts=turn.attempts,
                recipient=texts[turn.id].sender.open(),
                body=text_for(turn.organization_id, turn.triage, turn.language),
            )
            for turn in turns
        ]


def _pass_gate(actor: Actor, line: Line, turns: list[UnknownTurn]) -> None:
    """What saves a life goes out without an agreement, too, which is recorded (invariant 3)."""
    outlet = line.way.outlet
    if outlet is not None and not let_out(actor=actor, outlet=outlet):
        override(actor=actor, outlet=outlet, members=[], messages=[turn.id for turn in turns])


def _pass_on(line: Line, text: Outgoing) -> str:
    try:
        send(line=line, message_id=text.id, recipient=text.recipient, body=text.body)
    except Refused:
        return _Reply.FAILED
    except Unavailable:
        return _Reply.PENDING if text.attempts < ATTEMPTS else _Reply.FAILED
    except CarriersError:
        return _Reply.UNCONFIRMED
    except Exception as problem:  # noqa: BLE001
        # The name of the error only: its message could quote the text or the number.
        _logger.error("Text %s met an error (%s).", text.id, type(problem))  # noqa: TRY400
        return _Reply.UNCONFIRMED
    return _Reply.SENT


def _settle(organization_id: UUID, text: Outgoing, reply: str) -> None:
    actor = carrier(organization_id)
    with acting_for(actor):
        rows = UnknownTurn.objects.filter(id=text.id, reply=_Reply.SENDING)
        due_at = timezone.now() + _FIRST_WAIT * 2 ** (text.attempts - 1)
        rows.update(reply=reply, due_at=due_at if reply == _Reply.PENDING else Now())
        append(
            event=UNKNOWN_ANSWERED, actor=actor, details={"text": str(text.id), "state": str(reply)}
        )
