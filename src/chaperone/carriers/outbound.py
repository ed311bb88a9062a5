"""Sending a text by the carrier of the organization's number."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from chaperone.access.actors import carrier
from chaperone.access.context import acting_for
from chaperone.carriers.aws.outbound import send as send_by_aws
from chaperone.carriers.errors import InTransaction, Unavailable
from chaperone.carriers.handset.outbound import send as send_by_handset
from chaperone.carriers.models import Carrier, Number
from chaperone.carriers.queries import number_of


class Way(NamedTuple):
    """How a carrier sends, and whether sending the same message again sends it once."""

    send: Callable[..., str]
    idempotent: bool


WAYS = {
    Carrier.HANDSET: Way(send_by_handset, idempotent=True),
    # SendTextMessage takes no token by which AWS could tell a second try from a second text.
    Carrier.AWS: Way(send_by_aws, idempotent=False),
}


def send(*, organization_id: UUID, message_id: UUID, recipient: str, body: str) -> str:
    """Sends a text from the organization's number; returns the carrier's id of it.

    ``recipient`` is E.164, ``body`` 1 to 1,600 characters. Must not be called in a transaction:
    the intent is committed first, the outcome after (invariant 5). Raises ``Refused``,
    ``Unavailable``, ``Uncertain`` and ``InTransaction``.
    """
    number = _number(organization_id)
    return WAYS[Carrier(number.carrier)].send(
        organization_id=organization_id,
        message_id=message_id,
        sender=number.number,
        recipient=recipient,
        body=body,
    )


def idempotent(*, organization_id: UUID) -> bool:
    """Whether sending a message a second time would send it once. Raises as ``send`` does."""
    return WAYS[Carrier(_number(organization_id).carrier)].idempotent


def _number(organization_id: UUID) -> Number:
    if connection.in_atomic_block:
        raise InTransaction
    actor = carrier(organization_id)
    with acting_for(actor):
        number = number_of(actor)
    if number is None:
        raise Unavailable("The organization has no number yet.")
    return number
