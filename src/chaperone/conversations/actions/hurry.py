from uuid import UUID

from chaperone.conversations.actions.answer import answer_batch
from chaperone.conversations.actions.send import send_batch
from chaperone.conversations.models import Lane
from chaperone.conversations.queries.waiting import organizations_hurrying
from chaperone.conversations.unknown.actions.meet import meet_batch
from chaperone.conversations.unknown.actions.send import send_fixed


def hurry(*, organization_id: UUID) -> None:
    """Handles what cannot wait, and sends the fixed emergency and crisis texts.

    However much else waits: nothing here reads what is not urgent (invariant 3).
    """
    _send(organization_id)
    while _handle(organization_id):
        _send(organization_id)


def hurry_everywhere() -> None:
    """The same in every organization in which something urgent waits. Every few seconds, beside
    whatever a worker does at length, and where a nudge was lost.
    """
    for organization_id in organizations_hurrying():
        hurry(organization_id=organization_id)


def _handle(organization_id: UUID) -> int:
    """Members' texts first, so that a flood from unknown numbers holds up nobody."""
    handled = answer_batch(organization_id=organization_id, lane=Lane.URGENT)
    return handled or meet_batch(organization_id=organization_id)


def _send(organization_id: UUID) -> None:
    while send_batch(organization_id=organization_id, lane=Lane.SAFETY):
        pass
    while send_fixed(organization_id=organization_id):
        pass
