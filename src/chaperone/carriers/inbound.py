"""Taking a text in: once, for the right organization, from the right member, on the record."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from chaperone.access.actors import carrier
from chaperone.carriers.errors import NobodyReceives, NotOurNumber
from chaperone.carriers.events import STRANGER_TEXTED, TEXT_RECEIVED
from chaperone.carriers.models import UnknownText
from chaperone.database.identifiers import new_id
from chaperone.ledger.actions import append
from chaperone.members.models import Member
from chaperone.members.queries import find_by_phone


@dataclass(frozen=True)
class InboundText:
    """A text as a carrier delivered it. Sender and body stay out of every printed form."""

    carrier: str
    carrier_message_id: str
    sender: str = field(repr=False)
    recipient: str = field(repr=False)
    body: str = field(repr=False)
    received_at: datetime


class Accepted(NamedTuple):
    """What became of a text. No message: it came before, or its sender is no member."""

    organization_id: UUID
    member_id: UUID | None = None
    message_id: UUID | None = None
    duplicate: bool = False


Receiver = Callable[[InboundText, UUID, Member], UUID]

StaffReply = Callable[[InboundText, UUID], bool]

UnknownReceiver = Callable[[InboundText, UUID, UUID], None]

_receiver: Receiver | None = None
_unknown_receiver: UnknownReceiver | None = None
_staff_reply: StaffReply = lambda _text, _organization_id: False  # noqa: E731


def staff_reply_with(staff_reply: StaffReply) -> None:
    """Names the callable that takes up what staff text back when they were called (registered by
    ``conversations``). It writes in the transaction of ``accept``; False where the text is none.
    """
    global _staff_reply
    _staff_reply = staff_reply


def receive_with(receiver: Receiver) -> None:
    """Names the callable that makes a message of a member's text (registered by ``conversations``).

    It takes the text, the organization and the member, writes in the transaction of ``accept`` and
    returns the id of the message. It is called once for each text.
    """
    global _receiver
    _receiver = receiver


def unknown_with(receiver: UnknownReceiver) -> None:
    """Names the callable that sees to texts of unknown senders (registered by ``conversations``).

    It takes the text, the organization and the id under which the text is kept, and writes in the
    transaction of ``accept``.
    """
    global _unknown_receiver
    _unknown_receiver = receiver


def accept(text: InboundText) -> Accepted:
    """Takes a text in, in one transaction; when this returns in none of the caller's, it is safe.

    ``text.sender`` and ``text.recipient`` are E.164 (or short codes). The body may be anything:
    what cannot be stored is taken out of it and that noted, since a member's text is never lost.
    A text that came before does nothing. Raises ``NotOurNumber``.
    """
    with transaction.atomic(savepoint=False):
        organization_id, first_time = _take_in(text)
        if not first_time:
            return Accepted(organization_id, duplicate=True)
        clean = replace(text, body=_storable(text.body))
        details = {"carrier": text.carrier, "carrier_message": text.carrier_message_id}
        if clean.body != text.body:
            details["mended"] = "characters that cannot be stored were taken out"
        if _staff_reply(clean, organization_id):
            return Accepted(organization_id)
        member = find_by_phone(organization_id=organization_id, number=text.sender)
        if member is None:
            return _keep_unknown(clean, organization_id, details)
        return _hand_over(clean, organization_id, member, details)


def _take_in(text: InboundText) -> tuple[UUID, bool]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organization_id, first_time FROM carriers_take_in(%s, %s, %s, %s, %s)",
            [
                new_id(),
                text.recipient,
                text.carrier,
                text.carrier_message_id,
                text.received_at,
            ],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotOurNumber
    return row[0], row[1]


def _storable(body: str) -> str:
    """The text without NUL, which no PostgreSQL text holds, and without halves of characters."""
    return body.replace("\0", "").encode(errors="replace").decode()


def _hand_over(
    text: InboundText, organization_id: UUID, member: Member, details: dict[str, str]
) -> Accepted:
    if _receiver is None:
        raise NobodyReceives
    message_id = _receiver(text, organization_id, member)
    append(
        event=TEXT_RECEIVED,
        actor=carrier(organization_id),
        members=[member.id],
        details=details | {"message": str(message_id)},
    )
    return Accepted(organization_id, member.id, message_id)


def _keep_unknown(text: InboundText, organization_id: UUID, details: dict[str, str]) -> Accepted:
    kept = UnknownText(
        organization_id=organization_id,
        carrier=text.carrier,
        sender=text.sender,
        body=text.body,
        received_at=text.received_at,
    )
    kept.save(force_insert=True)
    append(
        event=STRANGER_TEXTED,
        actor=carrier(organization_id),
        details=details | {"text": str(kept.id)},
    )
    if _unknown_receiver is None:
        raise NobodyReceives
    _unknown_receiver(text, organization_id, kept.id)
    return Accepted(organization_id)
