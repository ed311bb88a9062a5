"""What waits for a worker. Found by partial indexes, so that it never grows with the whole."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from chaperone.conversations.models import (
    Answerer,
    Conversation,
    Delivery,
    Lane,
    Message,
    OutboxHold,
    Turn,
)
from chaperone.members.models import Suppression

_UNSEEN = Q(state=Turn.State.ASKING) | Q(triage="")
UNSETTLED = (Delivery.State.PENDING, Delivery.State.SENDING)


STOPPED = Exists(
    Suppression.objects.filter(
        organization_id=OuterRef("organization_id"), phone_index=OuterRef("member__phone_index")
    )
)


@dataclass(slots=True)
class Held:
    """A locked conversation, with its member, and whether they said STOP."""

    conversation: Conversation
    suppressed: bool


def lock_due(*, organization_id: UUID, limit: int, lane: Lane = Lane.ORDINARY) -> list[Held]:
    """Locks conversations in which a text waits to be handled: the most urgent first, of these the
    longest waiting. Those that somebody else holds are left out. ``lane``: the least urgent.
    """
    rows = (
        Conversation.objects.filter(
            organization_id=organization_id,
            due_since__isnull=False,
            lane__gte=lane,
            member__destroyed_at=None,
        )
        .select_related("member")
        .annotate(suppressed=STOPPED)
        .order_by("-lane", "due_since")
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
    """The first unhandled texts of a conversation with their turns, in the order they came.

    A text in an emergency or crisis comes before those that were sent earlier: who is in danger
    does not wait behind their own questions. While a model is asked about one, that is the first,
    and of the others only those that nobody has looked at yet: whatever can wait waits for it.
    """
    turns: list[Turn] = []
    if conversation.lane == Lane.SAFETY:
        waiting = _open_turns(conversation).filter(state=Turn.State.WAITING)
        turns = list(waiting.filter(lane=Lane.SAFETY)[:limit])
    if not turns:
        turns = list(_open_turns(conversation)[:limit])
    if turns[:1] and turns[0].state == Turn.State.ASKING:
        turns = list(_open_turns(conversation).filter(_UNSEEN)[:limit])
    messages = Message.objects.in_bulk([turn.id for turn in turns])
    return [(turn, messages[turn.id]) for turn in turns]


def lane_left(conversation: Conversation) -> int | None:
    """The most urgent lane in which a text of the conversation waits to be looked at; None where
    none does.
    """
    waiting = _open_turns(conversation)
    if waiting.filter(state=Turn.State.ASKING).exists():
        waiting = waiting.filter(triage="")
    waiting = waiting.filter(state=Turn.State.WAITING).order_by()
    found: int | None = waiting.aggregate(most=Max("lane"))["most"]
    return found


def anything_waits(conversation: Conversation) -> bool:
    """Whether a text of a locked conversation is not handled yet."""
    return _open_turns(conversation).filter(state=Turn.State.WAITING).exists()


def _open_turns(conversation: Conversation) -> QuerySet[Turn]:
    return Turn.objects.filter(
        organization_id=conversation.organization_id,
        member_id=conversation.member_id,
        state__in=[Turn.State.WAITING, Turn.State.ASKING],
    ).order_by("id")


def lock_sendable(
    *, organization_id: UUID, limit: int, lane: Lane = Lane.ORDINARY
) -> list[Delivery]:
    """Locks deliveries that may go out now, oldest first: at most one of each conversation, and
    only when the one before it is settled. Those that somebody else holds are left out, and those
    behind one that waits for an agreement: only what saves a life overtakes, and goes out while
    the outbox is held since a restore.

    ``lane`` SAFETY: fixed emergency and crisis texts only. They wait for one another, and for
    nothing else of their conversation.
    """
    earlier = Delivery.objects.filter(
        member_id=OuterRef("member_id"), state__in=UNSETTLED, id__lt=OuterRef("id")
    )
    rows = Delivery.objects.filter(
        organization_id=organization_id, state=Delivery.State.PENDING, due_at__lte=Now()
    )
    if lane == Lane.SAFETY:
        earlier = earlier.filter(kind=Delivery.Kind.SAFETY)
        rows = rows.filter(kind=Delivery.Kind.SAFETY)
    held = Delivery.objects.filter(
        organization_id=organization_id,
        member_id=OuterRef("member_id"),
        state=Delivery.State.HELD,
        id__lt=OuterRef("id"),
    )
    stopped = OutboxHold.objects.filter(organization_id=organization_id, lifted_at=None)
    may_pass = Q(kind=Delivery.Kind.SAFETY) | (~Exists(held) & ~Exists(stopped))
    rows = rows.filter(~Exists(earlier), may_pass)
    return list(rows.order_by("id").select_for_update(skip_locked=True)[:limit])


def lock_held(*, organization_id: UUID, limit: int) -> list[Delivery]:
    """Locks texts that wait for an agreement with the text network, oldest first."""
    rows = Delivery.objects.filter(organization_id=organization_id, state=Delivery.State.HELD)
    return list(rows.order_by("id").select_for_update(skip_locked=True)[:limit])


def anything_held(*, organization_id: UUID) -> bool:
    """Whether a text waits for an agreement."""
    return Delivery.objects.filter(
        organization_id=organization_id, state=Delivery.State.HELD
    ).exists()


def lock_recipients(deliveries: list[Delivery]) -> dict[UUID, Held]:
    """Locks the conversations of deliveries, in one order; by member."""
    rows = (
        Conversation.objects.filter(member_id__in={delivery.member_id for delivery in deliveries})
        .select_related("member")
        .annotate(suppressed=STOPPED)
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


def organizations_hurrying() -> list[UUID]:
    """Where a text waits that cannot wait, or a fixed emergency or crisis text. Only workers may
    ask, in no context.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM conversations_hurrying()")
        return [row[0] for row in cursor.fetchall()]
