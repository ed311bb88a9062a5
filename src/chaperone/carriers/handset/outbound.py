"""Delivering a text to a phone of the demo. Sending a message twice shows it once."""

from uuid import UUID

from django.utils import timezone

from chaperone.access.actors import carrier
from chaperone.access.context import acting_for
from chaperone.carriers.handset.queries import index_of
from chaperone.carriers.models import Carrier, HandsetText
from chaperone.carriers.receipts import Receipt, hand_up


def send(*, organization_id: UUID, message_id: UUID, sender: str, recipient: str, body: str) -> str:
    """Puts the text on the phone and reports that it was delivered; returns the carrier's id."""
    del sender  # a phone of the demo talks to one organization only
    with acting_for(carrier(organization_id)):
        text = HandsetText(
            organization_id=organization_id,
            number_index=index_of(organization_id, recipient),
            direction=HandsetText.Direction.GOT,
            body=body,
            message_id=message_id,
            at=timezone.now(),
        )
        HandsetText.objects.bulk_create([text], ignore_conflicts=True)
        hand_up(
            organization_id=organization_id,
            receipt=Receipt(Carrier.HANDSET, str(message_id), message_id, "delivered"),
        )
    return str(message_id)
