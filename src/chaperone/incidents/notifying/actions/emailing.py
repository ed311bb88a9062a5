"""E-mails about a breach to who agreed to them, sent by a worker: that a notice waits, and where.

What an e-mail may say, and why a letter follows where nobody confirms that it was read, is in
docs/decisions/0048-letters.md (45 CFR 164.404(d)(1)(i)).
"""

import hashlib
import secrets
from smtplib import SMTPException
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.access.witness import witnessed
from chaperone.incidents.models import Delivery, Notice
from chaperone.incidents.notifying.actions.delivering import change, next_waiting, settle
from chaperone.incidents.notifying.actions.identifying import PURPOSE
from chaperone.incidents.notifying.actions.printing import language_of
from chaperone.incidents.notifying.events import EMAIL_READ, EMAILS_SENT
from chaperone.incidents.notifying.wording import email_message
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.members.models import Member
from chaperone.members.queries import contact_of
from chaperone.organizations.queries import organization_of
from chaperone.vendors.actions.gates import let_out
from chaperone.vendors.outlets import MAIL, Outlet

_State, _Way = Delivery.State, Delivery.Way
_HERE = frozenset({"", "localhost", "127.0.0.1", "::1"})
_TOKEN_BYTES = 32


class _Mail(NamedTuple):
    delivery: UUID
    address: str = ""
    subject: str = ""
    text: str = ""


def send_emails(*, organization_id: UUID) -> int:
    """Sends every e-mail that waits; returns how many the mail server took.

    Each is claimed and committed before the network is asked, and what came of it is committed
    after: one that was claimed and never settled stays so, and a letter follows. Who has taken
    back their agreement gets none, and where the mail server is somebody else's, with whom no
    agreement is in force, nobody does.
    """
    sent = 0
    while (mail := _claim(worker(organization_id))) is not None:
        if not mail.address:
            continue
        taken = _sent(mail)
        settle(worker(organization_id), mail.delivery, EMAILS_SENT, taken=taken)
        sent += taken
    return sent


def digest_of(token: str) -> bytes:
    """How the end of a link is looked up; the link itself is in the e-mail alone."""
    return hashlib.sha256(token.encode()).digest()


@transaction.atomic
def confirm_read(*, actor: Actor, delivery_id: UUID) -> None:
    """Notes that whoever has the link read the notice; a second time changes nothing."""
    rows = Delivery.objects.select_for_update().filter(
        organization_id=actor.organization_id, id=delivery_id, way=_Way.EMAIL
    )
    row = rows.exclude(state=_State.DELIVERED).first()
    if row is None:
        return
    row.state, row.changed_at = _State.DELIVERED, timezone.now()
    row.save(update_fields=["state", "changed_at"])
    append(
        event=EMAIL_READ,
        actor=actor,
        members=[row.member_id],
        details={"delivery": str(row.id)},
    )


def _claim(actor: Actor) -> _Mail | None:
    """The next e-mail; without an address where it is not to go out."""
    with acting_for(actor):
        row = next_waiting(actor, _Way.EMAIL)
        if row is None:
            return None
        member = Member.objects.filter(id=row.member_id, destroyed_at=None).first()
        if member is None:
            return _hold_back(row, _State.GONE)
        contact = contact_of(actor, member)
        if contact is None or not contact.electronic or not _may_leave(actor):
            return _hold_back(row, _State.FAILED)
        with witnessed(actor, purpose=PURPOSE, place="incidents:emails"):
            address: str = contact.email.open()
            row.language = language_of(contact)
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        row.token_digest = digest_of(token)
        change(row, _State.SENDING)
        notice = Notice.objects.get(id=row.notice_id)
        organization = organization_of(actor)
        link = settings.CHAPERONE_URL + reverse(
            "incidents:emailed", kwargs={"organization": organization.slug, "token": token}
        )
        return _Mail(row.id, address, *email_message(notice, organization.name, link, row.language))


def _may_leave(actor: Actor) -> bool:
    """A mail server sees who is written to by whom: another's needs an agreement (invariant 3)."""
    if settings.EMAIL_HOST in _HERE:
        return True
    outlet = Outlet(MAIL, settings.EMAIL_HOST, ("email",))
    return let_out(actor=actor, outlet=outlet) is not None


def _hold_back(row: Delivery, state: Delivery.State) -> _Mail:
    change(row, state)
    return _Mail(row.id)


def _sent(mail: _Mail) -> bool:
    try:
        EmailMessage(mail.subject, mail.text, to=[mail.address]).send()
    except (OSError, SMTPException):
        # A server's answer may quote the address, so that nothing of it is kept.
        return False
    return True
