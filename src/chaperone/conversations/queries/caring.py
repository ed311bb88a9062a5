"""What of a conversation makes somebody open a member's record: for those who look for accesses
without a reason of care (45 CFR 164.308(a)(1)(ii)(D)). Ids and times; nothing is opened.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from chaperone.conversations.events import ASSIGNED
from chaperone.conversations.models import Conversation, Message, Page, Wait
from chaperone.database.identifiers import first_id_of
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries import happened

_Row = TypeVar("_Row", Conversation, Message, Page, Wait)


class Span(NamedTuple):
    """Somebody was wanted for a member; ``ended`` is None while they still are."""

    member_id: UUID
    began: datetime
    ended: datetime | None


class Assigned(NamedTuple):
    """Whose conversation it is now, and what it was before each change, oldest first.

    By the bytes of ids, as they are compared by the million.
    """

    now: dict[bytes, bytes]
    before: dict[bytes, list[tuple[datetime, bytes | None]]]

    def at(self, member: bytes, at: datetime) -> bytes | None:
        """Whose it was at the moment."""
        for changed, former in self.before.get(member, ()):
            if changed > at:
                return former
        return self.now.get(member)


def assigned(
    actor: Actor, *, since: datetime, until: datetime, members: Collection[UUID] | None
) -> Assigned:
    """Whose conversations these are, and were since the moment; of all members where None."""
    rows = _of(Conversation.objects.exclude(assigned_id=None), actor, members)
    before: dict[bytes, list[tuple[datetime, bytes | None]]] = {}
    for row in happened(actor, [ASSIGNED.name], since=since, until=until):
        former = row.details.get("from")
        change = row.at, UUID(former).bytes if former else None
        for member_id in row.members:
            before.setdefault(member_id.bytes, []).append(change)
    now = rows.values_list("member_id", "assigned_id")
    return Assigned({member.bytes: coach.bytes for member, coach in now if coach}, before)


def inbound(
    actor: Actor, *, since: datetime, until: datetime, members: Collection[UUID] | None
) -> list[tuple[UUID, UUID]]:
    """Texts of members: whose, and the text's id, which bears its time; oldest first."""
    rows = Message.objects.filter(
        id__gte=first_id_of(since), id__lt=first_id_of(until), direction="inbound"
    )
    return list(_of(rows, actor, members).order_by("id").values_list("member_id", "id"))


def wanted(
    actor: Actor, *, since: datetime, until: datetime, members: Collection[UUID] | None
) -> tuple[list[Span], list[Span]]:
    """When people were called to members, and when members waited for a person."""
    pages = Page.objects.filter(made_at__lt=until, member__isnull=False).filter(
        Q(acknowledged_at=None) | Q(acknowledged_at__gte=since)
    )
    called = _of(pages, actor, members).values_list("member_id", "made_at", "acknowledged_at")
    waits = Wait.objects.filter(began_at__lt=until, ended_at__gte=since)
    waited = _of(waits, actor, members).values_list("member_id", "began_at", "ended_at")
    waiting = _of(Conversation.objects.filter(waiting_since__lt=until), actor, members)
    still = [Span(member, since, None) for member, since in _since(waiting)]
    return (
        [Span(*row) for row in called],
        [Span(*row) for row in waited] + still,
    )


def _since(waiting: QuerySet[Conversation]) -> list[tuple[UUID, datetime]]:
    rows = waiting.values_list("member_id", "waiting_since")
    return [(member, since) for member, since in rows if since]


def _of(rows: QuerySet[_Row], actor: Actor, members: Collection[UUID] | None) -> QuerySet[_Row]:
    rows = rows.filter(organization_id=actor.organization_id)
    return rows if members is None else rows.filter(member_id__in=members)
