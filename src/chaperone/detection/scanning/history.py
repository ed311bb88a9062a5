"""The record of a time looked over again, in stretches of a week (45 CFR 164.308(a)(1)(ii)(D))."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.access.queries import staff_of
from chaperone.conversations.queries.caring import Assigned, assigned
from chaperone.database.identifiers import PLATFORM
from chaperone.detection.explaining import reasons_of
from chaperone.detection.marks import Kin, kin_of
from chaperone.detection.models import Alert
from chaperone.detection.rules.facts import Act, Found
from chaperone.detection.rules.rule import Rule
from chaperone.detection.scanning.acts import acts_of, between, events_of, joined
from chaperone.detection.scanning.days import Day, back, days_between
from chaperone.detection.scanning.digest import digest_of
from chaperone.detection.scanning.events import HISTORY_SCANNED
from chaperone.detection.scanning.judging import Scene, judge
from chaperone.detection.scanning.past import DAYS, Past, profile_of
from chaperone.detection.scanning.raising import raise_
from chaperone.detection.tuning.queries import rules_of
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import organization_of

_WEEK = 7


class Scanned(NamedTuple):
    """What looking over a time gave. ``found``: everything that rules find in it, raised before or
    now; ``raised``: the alerts that are new.
    """

    found: list[Found]
    raised: list[Alert]
    days: int
    seconds: float


@dataclass(frozen=True)
class _Known:
    """What holds for the whole time that is looked over."""

    actor: Actor
    zone: ZoneInfo
    rules: Sequence[Rule]
    people: Sequence[UUID]
    kin: Kin
    owners: Assigned
    platform: Sequence[Act]


def scan(actor: Actor, *, since: datetime, until: datetime) -> Scanned:
    """Looks every day over of which a part is between the moments, and raises what is found.

    As a worker, and outside transactions: each week is one of its own. The stream finds the same;
    alerts that there are already stay as they are.
    """
    began = monotonic()
    known = _known(actor, since, until)
    days = list(days_between(since, min(until, datetime.now(UTC)), known.zone))
    past, found, raised = Past(), [], []
    if days:
        with acting_for(actor):
            _remember(known, past, back(days[0], DAYS, known.zone))
    for start in range(0, len(days), _WEEK):
        with acting_for(actor):
            of_week = list(_week(known, past, days[start : start + _WEEK]))
            raised += raise_(actor=actor, found=of_week)
        found += of_week
    with acting_for(actor):
        append(event=HISTORY_SCANNED, actor=actor, details=_told(since, until, found, raised))
    return Scanned(found, raised, len(days), monotonic() - began)


def _known(actor: Actor, since: datetime, until: datetime) -> _Known:
    with acting_for(actor):
        rules = rules_of(actor)
        zone = ZoneInfo(organization_of(actor).time_zone)
        people = list(staff_of(actor))
        kin = kin_of(actor)
        owners = assigned(actor, since=since, until=datetime.now(UTC), members=None)
    platform = worker(PLATFORM)
    # A day earlier: the first day may begin before the first moment, and rules look back from it.
    first, events = since - timedelta(days=DAYS + 2), events_of(rules, platform=True)
    with acting_for(platform):
        acts = acts_of(platform, events, since=first, until=until + timedelta(days=1))
    return _Known(actor, zone, rules, people, kin, owners, acts)


def _remember(known: _Known, past: Past, days: Sequence[Day]) -> None:
    for day in days:
        digest = digest_of(known.actor, known.people, day)
        past.over(profile_of(day, digest, _acts(known, day)))


def _week(known: _Known, past: Past, days: Sequence[Day]) -> Iterator[Found]:
    reasons = reasons_of(
        known.actor,
        known.kin.members,
        known.owners,
        since=days[0].begins,
        until=days[-1].ends,
    )
    for day in days:
        digest, acts = digest_of(known.actor, known.people, day), _acts(known, day)
        earlier = past.profiles[-1].acts
        scene = Scene(day, digest, acts, earlier, past, known.kin, reasons)
        yield from judge(known.rules, scene)
        past.over(profile_of(day, digest, acts))


def _acts(known: _Known, day: Day) -> list[Act]:
    events = events_of(known.rules)
    own = acts_of(known.actor, events, since=day.begins, until=day.ends)
    return joined(own, between(known.platform, day.begins, day.ends))


def _told(
    since: datetime, until: datetime, found: Sequence[Found], raised: Sequence[Alert]
) -> dict[str, object]:
    return {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "found": len(found),
        "raised": len(raised),
    }
