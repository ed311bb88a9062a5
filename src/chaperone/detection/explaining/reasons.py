"""Reasons of care, as they stood at the moment of a look (explanation-based auditing: Fabbri and
LeFevre, PVLDB 5(1) 2011).

Every reason is one that was there before the look, so that the stream, which judges it seconds
later, and history, which judges it years later, say the same.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from chaperone.access.queries.held import HeldOnce, held_between
from chaperone.conversations.queries.caring import Assigned, Span, inbound, wanted
from chaperone.database.identifiers import instant_of
from chaperone.detection.explaining.words import AFTERWARDS, MESSAGE_DAYS
from chaperone.duties.queries import rota_of
from chaperone.duties.rota import Segment
from chaperone.ledger.actors import Actor
from chaperone.members.kin import Marks

_ANSWERS = "conversations.reply"


class _Held(NamedTuple):
    """A grant, with its ids as they are compared. ``answers``: it lets answer members."""

    grant: HeldOnce
    care_team: bytes | None
    member: bytes | None
    answers: bool


@dataclass(frozen=True)
class Reasons:
    """What was known of a stretch of time, and of these members; by the bytes of ids."""

    held: Mapping[bytes, Sequence[_Held]]
    teams: Mapping[bytes, Marks]
    assigned: Assigned
    rota: Sequence[Segment]
    called: Mapping[bytes, Sequence[Span]] = field(default_factory=dict)
    waited: Mapping[bytes, Sequence[Span]] = field(default_factory=dict)
    texts: Mapping[bytes, Sequence[datetime]] = field(default_factory=dict)

    def explain(
        self, person: bytes, member: bytes, at: datetime, *, acted: Callable[[], bool]
    ) -> str:
        """The name of the first reason that holds; empty where none does.

        ``acted``: asked whether they had cared for the member in the days before.
        """
        held = self.held.get(person, ())
        alone = [each.grant for each in held if each.member == member and each.grant.held(at)]
        if any(grant.emergency for grant in alone):
            return "emergency"
        if any(grant.asked for grant in alone):
            return "granted"
        if self.assigned.at(member, at) == person:
            return "assigned"
        if acted():
            return "acted"
        if not self._may_answer(held, member, at):
            return ""
        if self._on_call(at) == person:
            return "covering"
        if _within(self.called.get(member, ()), at):
            return "called"
        if _within(self.waited.get(member, ()), at):
            return "waiting"
        return "message" if self._wrote(member, at) else ""

    def _may_answer(self, held: Sequence[_Held], member: bytes, at: datetime) -> bool:
        marks = self.teams.get(member)
        team = marks.care_team if marks else None
        return any(
            each.answers
            and each.member is None
            and each.care_team in (None, team)
            and each.grant.held(at)
            for each in held
        )

    def _on_call(self, at: datetime) -> bytes | None:
        found = bisect_right(self.rota, at, key=lambda segment: segment.begins) - 1
        user_id = self.rota[found].user_id if 0 <= found < len(self.rota) else None
        return user_id.bytes if user_id else None

    def _wrote(self, member: bytes, at: datetime) -> bool:
        times = self.texts.get(member, ())
        newest = bisect_right(times, at) - 1
        return newest >= 0 and at - times[newest] <= MESSAGE_DAYS


def reasons_of(
    actor: Actor,
    teams: Mapping[bytes, Marks],
    owners: Assigned,
    *,
    since: datetime,
    until: datetime,
    members: Collection[UUID] | None = None,
) -> Reasons:
    """What may explain looks between the moments at these members; at any where None.

    ``owners``: whose conversations they are, and were since the first moment.
    """
    texts: dict[bytes, list[datetime]] = defaultdict(list)
    for member, message in inbound(actor, since=since - MESSAGE_DAYS, until=until, members=members):
        texts[member.bytes].append(instant_of(message))
    called, waited = wanted(actor, since=since - AFTERWARDS, until=until, members=members)
    held: dict[bytes, list[_Held]] = defaultdict(list)
    for grant in held_between(actor, since=since, until=until):
        held[grant.user_id.bytes].append(_as_compared(grant))
    return Reasons(
        held,
        teams,
        owners,
        rota_of(actor, since=since).segments(since, until),
        _by_member(called),
        _by_member(waited),
        texts,
    )


def _as_compared(grant: HeldOnce) -> _Held:
    return _Held(
        grant,
        grant.care_team_id.bytes if grant.care_team_id else None,
        grant.member_id.bytes if grant.member_id else None,
        _ANSWERS in grant.permissions,
    )


def _by_member(spans: Sequence[Span]) -> Mapping[bytes, Sequence[Span]]:
    found: dict[bytes, list[Span]] = defaultdict(list)
    for span in spans:
        found[span.member_id.bytes].append(span)
    return found


def _within(spans: Sequence[Span], at: datetime) -> bool:
    return any(
        span.began <= at and (span.ended is None or at <= span.ended + AFTERWARDS) for span in spans
    )
