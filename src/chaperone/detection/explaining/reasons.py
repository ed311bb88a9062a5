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


@dataclass(frozen=True)
class Reasons:
    """What was known of a stretch of time, and of these members."""

    held: Mapping[UUID, Sequence[HeldOnce]]
    teams: Mapping[bytes, Marks]
    assigned: Assigned
    rota: Sequence[Segment]
    called: Mapping[UUID, Sequence[Span]] = field(default_factory=dict)
    waited: Mapping[UUID, Sequence[Span]] = field(default_factory=dict)
    texts: Mapping[UUID, Sequence[datetime]] = field(default_factory=dict)

    def explain(
        self, person: bytes, member: bytes, at: datetime, *, acted: Callable[[], bool]
    ) -> str:
        """The name of the first reason that holds; empty where none does.

        ``acted``: asked whether they had cared for the member in the days before.
        """
        who, whom = UUID(bytes=person), UUID(bytes=member)
        grants = [grant for grant in self.held.get(who, ()) if grant.held(at)]
        alone = [grant for grant in grants if grant.member_id == whom]
        if any(grant.emergency for grant in alone):
            return "emergency"
        if any(grant.asked for grant in alone):
            return "granted"
        if self.assigned.at(whom, at) == who:
            return "assigned"
        if acted():
            return "acted"
        if not self._may_answer(grants, member):
            return ""
        if self._on_call(at) == who:
            return "covering"
        if _within(self.called.get(whom, ()), at):
            return "called"
        if _within(self.waited.get(whom, ()), at):
            return "waiting"
        return "message" if self._wrote(whom, at) else ""

    def _may_answer(self, grants: Sequence[HeldOnce], member: bytes) -> bool:
        marks = self.teams.get(member)
        return any(
            _ANSWERS in grant.permissions
            and grant.member_id is None
            and (grant.care_team_id is None or (marks and grant.care_team_id == marks.care_team))
            for grant in grants
        )

    def _on_call(self, at: datetime) -> UUID | None:
        found = bisect_right(self.rota, at, key=lambda segment: segment.begins) - 1
        return self.rota[found].user_id if 0 <= found < len(self.rota) else None

    def _wrote(self, member: UUID, at: datetime) -> bool:
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
    texts: dict[UUID, list[datetime]] = defaultdict(list)
    for member, message in inbound(actor, since=since - MESSAGE_DAYS, until=until, members=members):
        texts[member].append(instant_of(message))
    called, waited = wanted(actor, since=since - AFTERWARDS, until=until, members=members)
    held: dict[UUID, list[HeldOnce]] = defaultdict(list)
    for grant in held_between(actor, since=since, until=until):
        held[grant.user_id].append(grant)
    return Reasons(
        held,
        teams,
        owners,
        rota_of(actor, since=since).segments(since, until),
        _by_member(called),
        _by_member(waited),
        texts,
    )


def _by_member(spans: Sequence[Span]) -> Mapping[UUID, Sequence[Span]]:
    found: dict[UUID, list[Span]] = defaultdict(list)
    for span in spans:
        found[span.member_id].append(span)
    return found


def _within(spans: Sequence[Span], at: datetime) -> bool:
    return any(
        span.began <= at and (span.ended is None or at <= span.ended + AFTERWARDS) for span in spans
    )
