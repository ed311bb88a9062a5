"""What became of texts that were to go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from django.db import connection
from django.utils import timezone

from chaperone.access.actors import carrier
from chaperone.access.context import acting_for
from chaperone.conversations.events import TEXTS_NOT_TAKEN, TEXTS_PASSED_ON
from chaperone.conversations.models import Delivery
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import Event

ATTEMPTS = 5
_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_NOTE = 300
_State = Delivery.State
_OUTCOMES = (
    "SELECT * FROM conversations_note_outcomes(%(ids)s, %(states)s, %(notes)s, %(carrier_ids)s,"
    " %(due)s::timestamptz[])"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt to send a message, and the state to which that leads."""

    message_id: UUID
    state: Delivery.State
    note: str = ""
    carrier_message_id: str = ""
    due_at: datetime | None = None

    @classmethod
    def sent(cls, message_id: UUID, carrier_message_id: str) -> Self:
        return cls(message_id, _State.SENT, carrier_message_id=carrier_message_id)

    @classmethod
    def failed(cls, message_id: UUID, note: str) -> Self:
        return cls(message_id, _State.FAILED, note)

    @classmethod
    def unconfirmed(cls, message_id: UUID, note: str) -> Self:
        return cls(message_id, _State.UNCONFIRMED, note)

    @classmethod
    def again(cls, message_id: UUID, attempts: int, note: str) -> Self:
        """To be tried again after a while, or given up after ``ATTEMPTS``."""
        if attempts >= ATTEMPTS:
            return cls.failed(message_id, note)
        wait = _FIRST_WAIT * 2 ** (attempts - 1)
        return cls(message_id, _State.PENDING, note, due_at=timezone.now() + wait)


def note_outcomes(*, organization_id: UUID, outcomes: Sequence[Outcome]) -> None:
    """Commits what came of attempts to send. A coach is called where a text did not go out."""
    values: dict[str, Any] = {
        "ids": [outcome.message_id for outcome in outcomes],
        "states": [str(outcome.state) for outcome in outcomes],
        "notes": [outcome.note[:_LONGEST_NOTE] for outcome in outcomes],
        "carrier_ids": [outcome.carrier_message_id for outcome in outcomes],
        "due": [outcome.due_at for outcome in outcomes],
    }
    actor = carrier(organization_id)
    with acting_for(actor):
        with connection.cursor() as cursor:
            cursor.execute(_OUTCOMES, values)
            settled = cursor.fetchall()
        failed = [row for row in settled if row[2] == _State.FAILED]
        _record(TEXTS_NOT_TAKEN, actor, failed)
        _record(TEXTS_PASSED_ON, actor, [row for row in settled if row not in failed])


def _record(event: Event, actor: Actor, settled: Sequence[tuple[UUID, UUID, str]]) -> None:
    if settled:
        append(
            event=event,
            actor=actor,
            members=[member_id for _, member_id, _ in settled],
            details={"messages": {str(message_id): state for message_id, _, state in settled}},
        )
