from uuid import UUID

from chaperone.access.actors import carrier
from chaperone.carriers.receipts import Receipt
from chaperone.conversations.events import TEXT_SETTLED
from chaperone.conversations.locking import keep, lock
from chaperone.conversations.models import Delivery, Urgency
from chaperone.conversations.queries.waiting import lock_delivery_of
from chaperone.ledger.actions import append

_State = Delivery.State
_DELIVERED_AFTER = {
    _State.PENDING,
    _State.SENDING,
    _State.SENT,
    _State.UNCONFIRMED,
    _State.FAILED,
}
_FAILED_AFTER = _DELIVERED_AFTER - {_State.FAILED}


def note_receipt(receipt: Receipt, organization_id: UUID) -> None:
    """Notes how a text ended, in the carrier's transaction. The good news stands, whatever order
    receipts come in; what they say of texts that we do not know is ignored.
    """
    delivery = lock_delivery_of(receipt, organization_id=organization_id)
    if delivery is None or not _changes(delivery, receipt):
        return
    delivery.state = _State(receipt.state)
    delivery.note = receipt.reason[:300]
    delivery.carrier_message_id = receipt.carrier_message_id or delivery.carrier_message_id
    delivery.save(force_update=True)
    conversation = lock(organization_id=organization_id, member_id=delivery.member_id)
    if delivery.state == _State.FAILED:
        conversation.needs_a_person(Urgency.ROUTINE)
    keep(conversation)
    append(
        event=TEXT_SETTLED,
        actor=carrier(organization_id),
        members=[delivery.member_id],
        details={"message": str(delivery.id), "state": receipt.state},
    )


def _changes(delivery: Delivery, receipt: Receipt) -> bool:
    after = _DELIVERED_AFTER if receipt.state == "delivered" else _FAILED_AFTER
    return delivery.state in after
