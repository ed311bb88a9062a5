"""What carriers tell about texts that were sent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from chaperone.access.actors import carrier
from chaperone.access.context import acting_for
from chaperone.carriers.errors import NobodyReceives


@dataclass(frozen=True)
class Receipt:
    """How a text ended. ``reason`` is a plain sentence, empty where it was delivered."""

    carrier: str
    carrier_message_id: str
    message_id: UUID | None
    state: Literal["delivered", "failed"]
    reason: str = ""


Receiver = Callable[[Receipt, UUID], None]

_receiver: Receiver | None = None


def receipt_with(receiver: Receiver) -> None:
    """Names the callable that notes receipts (registered by ``conversations``).

    It takes the receipt and the organization, and writes in the caller's transaction. Receipts come
    more than once, in any order, and even before the sending has returned.
    """
    global _receiver
    _receiver = receiver


def report(*, organization_id: UUID, receipt: Receipt) -> None:
    """Hands a receipt to whoever registered, in a transaction in the organization's context."""
    with acting_for(carrier(organization_id)):
        hand_up(organization_id=organization_id, receipt=receipt)


def hand_up(*, organization_id: UUID, receipt: Receipt) -> None:
    """The same in the caller's transaction, which is in the organization's context already."""
    if _receiver is None:
        raise NobodyReceives
    _receiver(receipt, organization_id)
