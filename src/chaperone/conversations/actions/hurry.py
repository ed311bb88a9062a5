from uuid import UUID

from chaperone.conversations.actions.answer import answer_batch
from chaperone.conversations.actions.send import send_batch
from chaperone.conversations.models import Lane
from chaperone.conversations.queries.waiting import organizations_hurrying


def hurry(*, organization_id: UUID) -> None:
    """Handles what cannot wait, and sends the fixed emergency and crisis texts.

    However much else waits: nothing here reads what is not urgent (invariant 3).
    """
    _send(organization_id)
    while answer_batch(organization_id=organization_id, lane=Lane.URGENT):
        _send(organization_id)


def hurry_everywhere() -> None:
    """The same in every organization in which something urgent waits. Every few seconds, beside
    whatever a worker does at length, and where a nudge was lost.
    """
    for organization_id in organizations_hurrying():
        hurry(organization_id=organization_id)


def _send(organization_id: UUID) -> None:
    while send_batch(organization_id=organization_id, lane=Lane.SAFETY):
        pass
