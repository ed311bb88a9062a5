"""What genuine notifications carry: two-way texts, and events of texts that were sent.

Source: AWS End User Messaging SMS User Guide, "Example of a two-way SMS message payload for Amazon
SNS topics" and "Example event data".
"""

import re
from dataclasses import dataclass
from uuid import UUID

from chaperone.carriers.aws.envelopes import Envelope
from chaperone.carriers.aws.errors import NotUnderstood
from chaperone.carriers.aws.objects import Object, read_object, text_in
from chaperone.carriers.inbound import InboundText
from chaperone.carriers.models import Carrier
from chaperone.carriers.receipts import Receipt
from chaperone.sms.errors import NotE164
from chaperone.sms.numbers import normalise

ORGANIZATION = "organization"
MESSAGE = "message"
"""Names in the context that goes out with each text and comes back with each event of it."""

_ID = re.compile(r"[!-~]{1,128}")
_DELIVERED = "TEXT_DELIVERED"
_FAILED = {
    "TEXT_INVALID": "The number cannot receive texts.",
    "TEXT_INVALID_MESSAGE": "The carrier does not accept this text.",
    "TEXT_UNREACHABLE": "The phone could not be reached.",
    "TEXT_CARRIER_UNREACHABLE": "The phone's carrier could not be reached.",
    "TEXT_BLOCKED": "The phone blocks texts.",
    "TEXT_CARRIER_BLOCKED": "The phone's carrier blocked the text.",
    "TEXT_SPAM": "The phone's carrier took the text for spam.",
    "TEXT_TTL_EXPIRED": "The phone could not be reached in time.",
    "TEXT_PROTECT_BLOCKED": "Texts to this country or number are blocked in AWS.",
}


@dataclass(frozen=True)
class Event:
    """What became of a text that was sent; no receipt where it has not ended, or isn't ours."""

    organization_id: UUID | None
    receipt: Receipt | None


def read_notification(envelope: Envelope) -> InboundText | Event:
    """What a notification says. Raises ``NotUnderstood`` which names the field."""
    try:
        found = read_object(envelope.message)
        if "eventType" in found:
            return _event(found)
        return _text(found, envelope)
    except (ValueError, NotE164) as problem:
        raise NotUnderstood(str(problem)) from None


def _text(found: Object, envelope: Envelope) -> InboundText:
    return InboundText(
        carrier=Carrier.AWS,
        carrier_message_id=text_in(found, "inboundMessageId", _ID),
        sender=normalise(text_in(found, "originationNumber"), short_code=True),
        recipient=normalise(text_in(found, "destinationNumber"), short_code=True),
        body=text_in(found, "messageBody"),
        received_at=envelope.sent_at,
    )


def _event(found: Object) -> Event:
    kind = text_in(found, "eventType")
    theirs = text_in(found, "messageId", _ID)
    context = found.get("context") or {}
    if not isinstance(context, dict):
        raise ValueError("The field context is not an object.")  # noqa: TRY004
    if ORGANIZATION not in context or MESSAGE not in context:
        return Event(None, None)
    organization_id, message_id = (_id(context, name) for name in (ORGANIZATION, MESSAGE))
    if kind == _DELIVERED:
        receipt = Receipt(Carrier.AWS, theirs, message_id, "delivered")
    elif kind in _FAILED and found.get("isFinal") is not False:
        receipt = Receipt(Carrier.AWS, theirs, message_id, "failed", _FAILED[kind])
    else:
        return Event(organization_id, None)
    return Event(organization_id, receipt)


def _id(context: Object, name: str) -> UUID:
    try:
        return UUID(text_in(context, name))
    except ValueError:
        raise ValueError(f"The field context.{name} is not an id.") from None
