"""What people did in a day, digested from the columns for search: nothing is opened."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from chaperone.access.events import ACCESS_RECORDED
from chaperone.conversations.events import (
    DRAFT_APPROVED,
    DRAFT_DISCARDED,
    DRAFT_EDITED,
    REPLIED,
    TAKEN_OVER,
)
from chaperone.conversations.paging.events import PAGE_ACKNOWLEDGED
from chaperone.detection.rules.accesses import Looks
from chaperone.detection.scanning.days import Day
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries import Watched, watched
from chaperone.members.events import MEMBER_ENROLLED

OPENED = ACCESS_RECORDED.name
CARED = frozenset(
    event.name
    for event in (
        REPLIED,
        DRAFT_APPROVED,
        DRAFT_EDITED,
        DRAFT_DISCARDED,
        TAKEN_OVER,
        PAGE_ACKNOWLEDGED,
        MEMBER_ENROLLED,
    )
)
"""What somebody does who cares for a member: a reason to look again."""
WATCHED = frozenset({OPENED, *CARED})
# Who a member is; everything else is of care.
PLAIN = frozenset(
    {f"members_member.{column}" for column in ("name", "phone", "birth_date", "address")}
    | {"members_contact.email", "members_contact.language"}
)
Pair = tuple[bytes, bytes]
_HOUR = 3_600_000


@dataclass
class Digest:
    """``acted``: when somebody first cared for a member that day, as the entry; ``hours``: in which
    hours of the day people did anything, a bit each.
    """

    looks: Looks = field(default_factory=Looks)
    acted: dict[Pair, bytes] = field(default_factory=dict)
    hours: dict[bytes, int] = field(default_factory=dict)


def digest_of(actor: Actor, people: Collection[UUID], day: Day) -> Digest:
    """What these people did on the day. One query."""
    rows = watched(actor, people, since=day.begins, until=day.ends, events=WATCHED, plain=PLAIN)
    return digest(rows, day)


def digest(rows: Iterable[Watched], day: Day) -> Digest:
    """The rows of a day, oldest first and those of an entry together."""
    made, begins = Digest(), int(day.begins.timestamp() * 1000)
    looks, hours = made.looks, made.hours
    newest = b""
    for entry, person, member, event, plain, alone in rows:
        if entry != newest:
            newest = entry
            hour = 1 << max(0, (int.from_bytes(entry[:6]) - begins) // _HOUR)
            hours[person] = hours.get(person, 0) | hour
            if event == OPENED:
                looks.entries[person].append(entry)
        if event != OPENED:
            made.acted.setdefault((person, member), entry)
            continue
        looks.seen[person].add(member)
        if alone:
            pair = person, member
            looks.chosen.setdefault(pair, []).append(entry)
            if not plain:
                looks.care.setdefault(pair, entry)
    return made
