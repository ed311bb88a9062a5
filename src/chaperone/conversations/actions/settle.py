"""What became of texts that were to go out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from django.utils import timezone

from chaperone.access.actors import carrier
from chaperone.access.context import acting_for
from chaperone.conversations.events import TEXTS_PASSED_ON
from chaperone.conversations.locking import keep
from chaperone.conversations.models import Delivery, Urgency
from chaperone.conversations.queries.waiting import lock_deliveries, lock_recipients
from chaperone.ledger.actions import append

ATTEMPTS = 5
_FIRST_WAIT = timedelta(seconds=5)
_State = Delivery.State
# A receipt may have come before the call returned: what it said stands.
_FROM = {
    _State.SENT: {_State.PENDING, _State.SENDING, _State.UNCONFIRMED},
    _State.PENDING: {_State.SENDING},
    _State.FAILED: {_State.SENDING},
    _State.UNCONFIRMED: {_State.SENDING},
}
_FOR_A_PERSON = {_State.FAILED, _State.UNCONFIRMED}


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


def note_outcomes(*, organization_id: UUID, outcomes: Iterable[Outcome]) -> None:
    """Commits what came of attempts to send. A coach is called where a text did not go out."""
    by_id = {outcome.message_id: outcome for outcome in outcomes}
    actor = carrier(organization_id)
    with acting_for(actor):
        deliveries = lock_deliveries(by_id)
        for delivery in deliveries:
            _apply(delivery, by_id[delivery.id])
        for member_id, recipient in lock_recipients(deliveries).items():
            states = {each.state for each in deliveries if each.member_id == member_id}
            if states & _FOR_A_PERSON:
                recipient.conversation.needs_a_person(Urgency.ROUTINE)
            keep(recipient.conversation)
        append(
            event=TEXTS_PASSED_ON,
            actor=actor,
            members=[delivery.member_id for delivery in deliveries],
            details={
                "messages": {str(outcome.message_id): outcome.state for outcome in by_id.values()}
            },
        )


def _apply(delivery: Delivery, outcome: Outcome) -> None:
    delivery.carrier_message_id = outcome.carrier_message_id or delivery.carrier_message_id
    if delivery.state in _FROM[outcome.state]:
        delivery.state = outcome.state
        delivery.note = outcome.note[:300]
        delivery.due_at = outcome.due_at or delivery.due_at
    delivery.save(force_update=True)
