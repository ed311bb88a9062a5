import hmac
import re
from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import carrier
from chaperone.access.context import acting_for
from chaperone.carriers.inbound import InboundText
from chaperone.conversations.models import Conversation, NextVersion, Page
from chaperone.conversations.paging.errors import LinkUseless, NotCalled
from chaperone.conversations.paging.events import ACKNOWLEDGING_REFUSED, PAGE_ACKNOWLEDGED
from chaperone.conversations.paging.queries import may_be_called
from chaperone.conversations.paging.tokens import Token
from chaperone.duties.queries import number_of
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.notices.actions.tell import call_off
from chaperone.notices.queries import told_about

_OK = re.compile(r"\s*ok(?:ay)?\W*(\d{6})\W*", re.IGNORECASE)


class Seen(NamedTuple):
    """Who sees to a page, and since when. ``first``: it was this acknowledgement."""

    by: UUID | None
    page: Page
    first: bool


def acknowledge(*, actor: Actor, page_id: UUID, via: str) -> Seen | None:
    """The actor sees to it: nobody is called any more. Who was first stays the one who does.

    The caller has checked ``pages.answer``. None where there is no such page in the organization.
    """
    rows = Page.objects.filter(organization_id=actor.organization_id)
    page = rows.select_for_update().filter(id=page_id).first()
    if page is None:
        return None
    if page.acknowledged_at:
        return Seen(page.acknowledged_by, page, first=False)
    _note(actor, page, via)
    return Seen(actor.id, page, first=True)


def acknowledge_by_link(*, token: Token, address: str) -> Seen:
    """Whoever holds the link acknowledges in the name of the person it was sent to.

    Raises ``LinkUseless``, and ``NotCalled`` where they may not any more.
    """
    actor = Actor(
        kind="staff", id=token.user_id, organization_id=token.organization_id, address=address
    )
    with acting_for(actor):
        if token.user_id not in may_be_called(actor):
            raise NotCalled
        seen = acknowledge(actor=actor, page_id=token.page_id, via=Page.Via.LINK)
        if seen is None:
            raise LinkUseless
        return seen


def acknowledge_all(*, actor: Actor, member_id: UUID) -> None:
    """Somebody answers the member or takes over: nobody is called to them any more."""
    rows = Page.objects.filter(
        organization_id=actor.organization_id, member_id=member_id, due_at__isnull=False
    )
    for page in rows.select_for_update():
        _note(actor, page, Page.Via.REPLY)


def acknowledge_texts(*, actor: Actor, text_ids: Collection[UUID]) -> None:
    """Somebody said whose texts of an unknown number are: nobody is called to them any more."""
    rows = Page.objects.filter(
        organization_id=actor.organization_id,
        member__isnull=True,
        message_id__in=text_ids,
        due_at__isnull=False,
    )
    for page in rows.select_for_update():
        _note(actor, page, Page.Via.REPLY)


def acknowledge_by_text(text: InboundText, organization_id: UUID) -> bool:
    """Takes up "OK 123456" from somebody who was told this code by text; False where it is none.

    In the transaction that accepts the text. The sender's number alone could be forged; the code
    was sent to nobody else. A wrong one is recorded, and the text kept like any stranger's.
    """
    found = _OK.fullmatch(text.body)
    if found is None:
        return False
    actor = carrier(organization_id)
    rows = Page.objects.filter(organization_id=organization_id, due_at__isnull=False)
    for page in rows.filter(code=found[1]):
        user_id = _told_at(actor, page, text.sender)
        if user_id in may_be_called(actor):
            staff = Actor(kind="staff", id=user_id, organization_id=organization_id)
            acknowledge(actor=staff, page_id=page.id, via=Page.Via.TEXT)
            return True
    append(event=ACKNOWLEDGING_REFUSED, actor=actor, details={"carrier": text.carrier})
    return False


def _told_at(actor: Actor, page: Page, sender: str) -> UUID | None:
    """Who of those that were told of the page is called at this number."""
    notices = told_about(actor, [page.id]).get(page.id, [])
    for user_id in {notice.recipient_id for notice in notices if notice.recipient_id}:
        number = number_of(actor.organization_id, user_id)
        if number and hmac.compare_digest(number, sender):
            return user_id
    return None


@transaction.atomic
def _note(actor: Actor, page: Page, via: str) -> None:
    page.acknowledged_at, page.acknowledged_by = timezone.now(), actor.id
    page.acknowledged_via, page.due_at = via, None
    page.save(update_fields=["acknowledged_at", "acknowledged_by", "acknowledged_via", "due_at"])
    # Pages that show the thread ask anew. Where the actor does not reach the member, they see it
    # at the next change.
    Conversation.objects.filter(member_id__in=page.members).update(version=NextVersion())
    call_off(actor=actor, subject_id=page.id)
    append(
        event=PAGE_ACKNOWLEDGED,
        actor=actor,
        members=page.members,
        details={"page": str(page.id), "via": via, "step": page.step},
    )
