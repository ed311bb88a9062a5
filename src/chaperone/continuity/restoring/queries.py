"""What waits since a restore, and what the record tells of the time between."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.continuity.models import Restoration
from chaperone.conversations.models import Delivery, OutboxHold, Turn
from chaperone.ledger.events import registered
from chaperone.members.models import Member
from chaperone.members.queries import stopped_of

AT_ONCE = 50
MOST_LISTED = 500


class Waiting(NamedTuple):
    """One text that waits. ``asked``: it is the member's, and nobody answered it."""

    id: UUID
    member: Member
    asked: bool
    kind: str


class Wrote(NamedTuple):
    """Who wrote after the backup, and how often. ``is_stopped``: gets no texts, since they said
    STOP; a START of after the backup is not taken for what they said last.
    """

    member: Member
    times: int
    is_stopped: bool


class Happened(NamedTuple):
    """What the record holds of after the backup, and how often."""

    meaning: str
    times: int


@dataclass(frozen=True)
class Restored:
    """The state of the organization's outbox after the last restore."""

    hold: OutboxHold
    restoration: Restoration | None
    waiting: list[Waiting]
    left: int
    lost: list[Wrote]
    happened: list[Happened]

    @property
    def is_held(self) -> bool:
        return self.hold.lifted_at is None


def restored(actor: Staff) -> Restored | None:
    """None where this installation was never restored."""
    holds = OutboxHold.objects.filter(organization_id=actor.organization_id)
    hold = holds.order_by("-id").first()
    if hold is None:
        return None
    texts = Delivery.objects.filter(organization_id=actor.organization_id, state="restored")
    turns = Turn.objects.filter(organization_id=actor.organization_id, state="restored")
    texts, turns = (
        texts.select_related("member").order_by("id"),
        turns.select_related("member").order_by("id"),
    )
    found = [Waiting(turn.id, turn.member, True, "") for turn in turns[: AT_ONCE + 1]]
    found += [
        Waiting(text.id, text.member, False, text.get_kind_display())
        for text in texts[: AT_ONCE + 1]
    ]
    return Restored(
        hold=hold,
        restoration=Restoration.objects.order_by("-restored_at").first(),
        waiting=found[:AT_ONCE],
        left=max(0, len(found) - AT_ONCE),
        lost=_who_wrote(actor, hold.lost),
        happened=_in_words(hold.happened),
    )


def _who_wrote(actor: Staff, lost: dict[str, int]) -> list[Wrote]:
    """Members whom the backup knows, and whose data was not destroyed since."""
    ids = list(lost)[:MOST_LISTED]
    rows = Member.objects.filter(organization_id=actor.organization_id, id__in=ids)
    known = rows.filter(destroyed_at=None).order_by("id")
    stopped = stopped_of(known)
    return [Wrote(each, lost[str(each.id)], each.id in stopped) for each in known]


def _in_words(happened: dict[str, int]) -> list[Happened]:
    known = registered()
    return [
        Happened(known[name].meaning if name in known else name, times)
        for name, times in sorted(happened.items())
    ]
