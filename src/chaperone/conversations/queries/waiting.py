"""What waits for a worker. Found by partial indexes, so that it never grows with the whole."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from chaperone.conversations.models import Answerer, Conversation, Delivery, Message, Turn
from chaperone.members.models import Suppression

UNSETTLED = (Delivery.State.PENDING, Delivery.State.SENDING)


_STOPPED = Exists(
    Suppression.objects.filter(
        organization_id=OuterRef("organization_id"), phone_index=OuterRef("member__phone_index")
    )
)


@dataclass(slots=True)
class Held:
    """A locked conversation, with its member, and whether they said STOP."""

    conversation: Conversation
    suppressed: bool


def lock_due(*, organization_id: UUID, limit: int) -> list[Held]:
    """Locks conversations in which a text waits to be handled, longest waiting first.

    Those that somebody else holds are left out.
    """
    rows = (
        Conversation.objects.filter(
            organization_id=organization_id, due_since__isnull=False, member__destroyed_at=None
        )
        .select_related("member")
        .annotate(suppressed=_STOPPED)
        .order_by("due_since")
        .select_for_update(of=("self",), skip_locked=True)[:limit]
    )
    return [Held(row, row.suppressed) for row in rows]


def lock_strayed(*, organization_id: UUID, default: str, limit: int) -> list[Conversation]:
    """Locks conversations that follow the organization's default and are elsewhere still.

    Those that somebody else holds are left out.
    """
    elsewhere = [each for each in Answerer if each not in (default, Answerer.CLOSED)]
    return list(
        Conversation.objects.filter(
            organization_id=organization_id, by_default=True, answerer__in=elsewhere
        )
        .select_related("member")
        .select_for_update(of=("self",), skip_locked=True)[:limit]
    )


def waiting_turns(conversation: Conversation, *, limit: int) -> list[tuple[Turn, Message]]:
    """The first unhandled texts of a conversation with their turns, in the order they came."""
    turns = list(
        Turn.objects.filter(
            organization_id=conversation.organization_id,
            member_id=conversation.member_id,
            state=Turn.State.WAITING,
        ).order_by("id")[:limit]
    )
    messages = Message.objects.in_bulk([turn.id for turn in turns])
    return [(turn, messages[turn.id]) for turn in turns]


def lock_sendable(*, organization_id: UUID, limit: int) -> list[Delivery]:
    """Locks deliveries that may go out now, oldest first: at most one of each conversation, and
    only when the one before it is settled. Those that somebody else holds are left out.
    """
    earlier = Delivery.objects.filter(
        member_id=OuterRef("member_id"), state__in=UNSETTLED, id__lt=OuterRef("id")
    )
    return list(
        Delivery.objects.filter(
            ~Exists(earlier),
            organization_id=organization_id,
            state=Delivery.State.PENDING,
            due_at__lte=Now(),
        )
        .order_by("id")
        .select_for_update(skip_locked=True)[:limit]
    )


def lock_recipients(deliveries: list[Delivery]) -> dict[UUID, Held]:
    """Locks the conversations of deliveries, in one order; by member."""
    rows = (
        Conversation.objects.filter(member_id__in={delivery.member_id for delivery in deliveries})
        .select_related("member")
        .annotate(suppressed=_STOPPED)
        .order_by("member_id")
        .select_for_update(of=("self",))
    )
    return {row.member_id: Held(row, row.suppressed) for row in rows}


def stale(*, organization_id: UUID, before: datetime) -> list[Delivery]:
    """Texts that were claimed before then and have no outcome: whoever claimed them has ended."""
    return list(
        Delivery.objects.filter(
            organization_id=organization_id, state=Delivery.State.SENDING, claimed_at__lt=before
        ).order_by("id")
    )


def anything_due(*, organization_id: UUID) -> bool:
    """Whether a text waits to be handled."""
    return Conversation.objects.filter(
        organization_id=organization_id, due_since__isnull=False, member__destroyed_at=None
    ).exists()


def anything_sendable(*, organization_id: UUID) -> bool:
    """Whether a text waits to be sent."""
    return Delivery.objects.filter(
        organization_id=organization_id, state=Delivery.State.PENDING, due_at__lte=Now()
    ).exists()
