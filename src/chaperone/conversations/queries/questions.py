"""Texts about which a model is asked: those that wait for it, and those that were left."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from chaperone.conversations.models import Conversation, Message, Turn
from chaperone.conversations.queries.waiting import STOPPED, Held
from chaperone.database.identifiers import first_id_of

THREAD = 8
"""How many texts before the question go along with it."""
THREAD_LASTS = timedelta(days=7)
"""How old they may be."""


def lock_question(*, organization_id: UUID) -> tuple[Held, Turn] | None:
    """Locks the conversation of the text that waits longest for a model; None where none does.

    Conversations that somebody else holds are left out.
    """
    asked = Turn.objects.filter(
        organization_id=organization_id, state=Turn.State.ASKING, asked_at=None
    ).order_by("id")
    # A few, since those of the first may be held.
    for turn in asked[:16]:
        held = _lock(turn.member_id, skip_locked=True)
        if held is None:
            continue
        # Read again under the lock: another process may have taken it meanwhile.
        fresh = asked.filter(id=turn.id).first()
        if fresh is not None:
            return held, fresh
    return None


def lock_asked(*, turn_id: UUID, member_id: UUID, asked_at: datetime) -> tuple[Held, Turn | None]:
    """Locks the conversation in which a question was asked; the turn only if the question still
    is the one that waits.
    """
    held = _lock(member_id, skip_locked=False)
    assert held is not None
    turn = Turn.objects.filter(id=turn_id, state=Turn.State.ASKING, asked_at=asked_at).first()
    return held, turn


def is_asked(turn: Turn) -> bool:
    """Whether the question about a text is on record as it is in hand."""
    return Turn.objects.filter(id=turn.id, state=Turn.State.ASKING, asked_at=turn.asked_at).exists()


def thread_before(turn: Turn, *, limit: int = THREAD) -> list[Message]:
    """The texts of the last days before one of the member's, and that one, oldest first."""
    rows = Message.objects.filter(
        organization_id=turn.organization_id,
        member_id=turn.member_id,
        id__gte=first_id_of(timezone.now() - THREAD_LASTS),
        id__lte=turn.id,
    )
    found = list(rows.order_by("-id")[: limit + 1])[::-1]
    # One that is older than the days, since it waited that long.
    return found if found and found[-1].id == turn.id else [Message.objects.get(id=turn.id)]


def left_questions(*, organization_id: UUID, waiting: datetime, asking: datetime) -> list[Turn]:
    """Texts that wait for a model since before ``waiting``, or about which one was asked before
    ``asking`` and nothing came of it.
    """
    rows = Turn.objects.filter(organization_id=organization_id, state=Turn.State.ASKING)
    never = rows.filter(asked_at=None, id__lt=first_id_of(waiting))
    return list((never | rows.filter(asked_at__lt=asking)).order_by("id")[:100])


def anything_to_ask(*, organization_id: UUID) -> bool:
    """Whether a text waits for a model."""
    return Turn.objects.filter(
        organization_id=organization_id, state=Turn.State.ASKING, asked_at=None
    ).exists()


def lock_left(turn: Turn) -> Held | None:
    """Locks the conversation of a question that was left; None while somebody holds it."""
    return _lock(turn.member_id, skip_locked=True)


def _lock(member_id: UUID, *, skip_locked: bool) -> Held | None:
    rows = (
        Conversation.objects.filter(member_id=member_id)
        .select_related("member")
        .annotate(suppressed=STOPPED)
        .select_for_update(of=("self",), skip_locked=skip_locked)
    )
    row = next(iter(rows), None)
    return Held(row, row.suppressed) if row is not None else None
