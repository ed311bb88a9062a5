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
from chaperone.carriers.models import Carrier
from chaperone.carriers.queries import number_of
from chaperone.vendors.models import Agreement
from chaperone.vendors.outlets import Outlet


class Way(NamedTuple):
    """How a carrier sends, and whether sending the same message again sends it once.

    ``outlet``: what an agreement with the network must let out; None where nothing leaves.
    """

    send: Callable[..., str]
    idempotent: bool
    outlet: Outlet | None = None


WAYS = {
    Carrier.HANDSET: Way(send_by_handset, idempotent=True),
    # SendTextMessage takes no token by which AWS could tell a second try from a second text.
    Carrier.AWS: Way(
        send_by_aws,
        idempotent=False,
        outlet=Outlet(Agreement.Purpose.TEXTS_AWS, elements=("messages", "phone")),
    ),
}


def _nowhere(**_: object) -> str:
    raise Unavailable("The organization has no number yet.")


_NO_WAY = Way(_nowhere, idempotent=False)


class Line(NamedTuple):
    """An organization's number and the way that texts go out from it."""

    organization_id: UUID
    number: str
    way: Way


def line_of(*, organization_id: UUID) -> Line:
    """The organization's line: one look serves a batch, sent as it was judged. Where there is no
    number yet, sending raises ``Unavailable``. Raises ``InTransaction``.
    """
    _outside_transactions()
    actor = carrier(organization_id)
    with acting_for(actor):
        number = number_of(actor)
    if number is None:
        return Line(organization_id, "", _NO_WAY)
    return Line(organization_id, number.number, WAYS[Carrier(number.carrier)])


def send(*, line: Line, message_id: UUID, recipient: str, body: str) -> str:
    """Sends a text from the line's number; returns the carrier's id of it.

    ``recipient`` is E.164, ``body`` 1 to 1,600 characters. Must not be called in a transaction:
    the intent is committed first, the outcome after (invariant 5). Raises ``Refused``,
    ``Unavailable``, ``Uncertain`` and ``InTransaction``.
    """
    _outside_transactions()
    return line.way.send(
        organization_id=line.organization_id,
        message_id=message_id,
        sender=line.number,
        recipient=recipient,
        body=body,
    )


def _outside_transactions() -> None:
    if connection.in_atomic_block:
        raise InTransaction
