"""What becomes of a conversation when the member's data is destroyed (registered in retention).

What was said stays as sealed bytes that no key opens any more.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Now

from chaperone.conversations.locking import keep
from chaperone.conversations.models import (
    Answerer,
    Conversation,
    Delivery,
    Page,
    Turn,
    Urgency,
    Why,
)
from chaperone.conversations.switching import switch
from chaperone.ledger.actors import Actor
from chaperone.retention.errors import NotToBeDestroyed
from chaperone.retention.registry import Purged

_NOTE = "The member's data was destroyed."


def check(actor: Actor, member_id: UUID) -> None:
    """Not while a text is with the carrier. Raises ``NotToBeDestroyed``."""
    if _deliveries(actor, member_id).filter(state=Delivery.State.SENDING).exists():
        raise NotToBeDestroyed("A text to this member is being sent at this moment. Try again.")


def purge(actor: Actor, member_id: UUID) -> Sequence[Purged]:
    """Holds back what waits to be sent, and lets nothing wait in the conversation."""
    rows = Conversation.objects.filter(organization_id=actor.organization_id, member_id=member_id)
    conversation = rows.select_for_update().first()
    if conversation is None:
        return []
    waiting = _deliveries(actor, member_id).filter(
        state__in=[Delivery.State.PENDING, Delivery.State.HELD]
    )
    withheld = waiting.update(state=Delivery.State.WITHHELD, note=_NOTE)
    turns = Turn.objects.filter(
        organization_id=actor.organization_id,
        member_id=member_id,
        state__in=[Turn.State.WAITING, Turn.State.ASKING],
    )
    silenced = turns.update(state=Turn.State.SILENT)
    pages = Page.objects.filter(
        organization_id=actor.organization_id, member_id=member_id, due_at__isnull=False
    )
    pages.update(due_at=None, acknowledged_at=Now())
    _forget(actor, conversation)
    return [
        Purged(Delivery._meta.db_table, "texts that waited to be sent", withheld),
        Purged(Turn._meta.db_table, "texts that waited to be handled", silenced),
    ]


def write_anew() -> None:
    """Nothing: this room removes no rows."""


def _forget(actor: Actor, conversation: Conversation) -> None:
    switch(conversation, Answerer.CLOSED, actor=actor, why=Why.DESTROYED)
    conversation.urgency = Urgency.ROUTINE
    conversation.waiting_since = conversation.due_since = None
    conversation.unread = 0
    # Without a last message it stands in no inbox, and its thread is empty.
    conversation.last_message_id, conversation.last_author = None, ""
    keep(conversation)


def _deliveries(actor: Actor, member_id: UUID) -> QuerySet[Delivery]:
    return Delivery.objects.filter(organization_id=actor.organization_id, member_id=member_id)
