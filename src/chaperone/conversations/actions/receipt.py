from uuid import UUID

from django.db import connection

from chaperone.access.actors import carrier
from chaperone.carriers.receipts import Receipt
from chaperone.conversations.events import TEXT_LOST, TEXT_SETTLED
from chaperone.ledger.actions import append

_LONGEST_NOTE = 300
_RECEIPT = (
    "SELECT * FROM conversations_note_receipt(%(organization)s, %(message)s, %(carrier_message)s,"
    " %(state)s, %(note)s)"
)


def note_receipt(receipt: Receipt, organization_id: UUID) -> None:
    """Notes how a text ended, in the carrier's transaction. Good news stands, whatever order
    receipts come in; what they say of texts that we do not know is ignored.
    """
    values = {
        "organization": organization_id,
        "message": receipt.message_id,
        "carrier_message": receipt.carrier_message_id,
        "state": receipt.state,
        "note": receipt.reason[:_LONGEST_NOTE],
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECEIPT, values)
        settled = cursor.fetchall()
    for message_id, member_id in settled:
        append(
            event=TEXT_LOST if receipt.state == "failed" else TEXT_SETTLED,
            actor=carrier(organization_id),
            members=[member_id],
            details={"message": str(message_id), "state": receipt.state},
        )
