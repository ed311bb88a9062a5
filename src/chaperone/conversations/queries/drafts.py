"""What coaches made of the assistant's drafts, over some days: three bounded questions that open
nothing, of members whom the asker reaches; and one draft beside what was sent instead.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.conversations.models import Draft, Message
from chaperone.vault.sealed import Sealed

SHOWN = 50
"""Rows of the list, newest first; the counts are of all."""
CHANGED = (Draft.State.EDITED, Draft.State.DISCARDED)


class Row(NamedTuple):
    """A draft that a coach edited or discarded, without a word of it."""

    id: UUID
    member_id: UUID
    state: str
    flaw: str
    decided_by: str
    decided_at: datetime | None

    @property
    def why(self) -> str:
        """Why it was discarded, in words."""
        return Draft.Flaw(self.flaw).label if self.flaw else ""


class Decided(NamedTuple):
    """How many drafts came to which end, how many were discarded why, and the changed ones."""

    states: Mapping[str, int]
    flaws: Mapping[str, int]
    rows: Sequence[Row]

    @property
    def changed(self) -> int:
        """How many were edited or discarded."""
        return sum(self.states.get(state, 0) for state in CHANGED)


class Compared(NamedTuple):
    """A draft and what a coach sent instead, sealed; ``sent`` is None where nothing was."""

    row: Row
    proposed: Sealed
    sent: Sealed | None


def decided(actor: Staff, *, days: int) -> Decided:
    """What was decided in the last ``days`` days. Three queries."""
    since = timezone.now() - timedelta(days=days)
    drafts = Draft.objects.filter(organization_id=actor.organization_id, decided_at__gte=since)
    states, flaws = Counter[str](), Counter[str]()
    for state, flaw, count in drafts.values_list("state", "flaw").annotate(count=Count("id")):
        states[state] += count
        if flaw:
            flaws[flaw] += count
    changed = drafts.filter(state__in=CHANGED).order_by("-decided_at", "-id")
    shown = changed.only("member_id", "state", "flaw", "decided_by", "decided_at")[:SHOWN]
    return Decided(states, flaws, _rows(shown))


def compared(actor: Staff, *, conversation_id: UUID, draft_id: UUID) -> Compared:
    """A draft that a coach edited or discarded, beside what was sent instead.

    Opens nothing by itself. Raises ``NotReachable``.
    """
    own = {"organization_id": actor.organization_id, "member_id": conversation_id}
    draft = Draft.objects.filter(**own, id=draft_id, state__in=CHANGED).first()
    if draft is None:
        raise NotReachable("There is no such draft among those you can reach.")
    sent = Message.objects.filter(**own, id=draft.message_id).first() if draft.message_id else None
    (row,) = _rows([draft])
    return Compared(row, draft.body, sent.body if sent else None)


def _rows(drafts: Iterable[Draft]) -> list[Row]:
    found = list(drafts)
    names = names_of({draft.decided_by for draft in found if draft.decided_by})
    return [
        Row(
            draft.id,
            draft.member_id,
            draft.state,
            draft.flaw,
            names.get(draft.decided_by, "") if draft.decided_by else "",
            draft.decided_at,
        )
        for draft in found
    ]
