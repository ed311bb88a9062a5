"""The record looked at as it grows: within seconds of an entry's place in the tree.

The cursor is a row for each organization, moved in the transaction that raises what was found:
killed in between, a worker looks at the same entries again, and finds what it found. What is new
says which days and people to judge; those are judged whole, as history judges them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.database.identifiers import PLATFORM, instant_of
from chaperone.detection.models import Alert, Cursor
from chaperone.detection.rules.facts import Act
from chaperone.detection.rules.rule import Rule
from chaperone.detection.scanning.acts import acts_of, events_of
from chaperone.detection.scanning.days import Day, day_of
from chaperone.detection.scanning.digest import WATCHED
from chaperone.detection.scanning.judging import judge
from chaperone.detection.scanning.raising import raise_
from chaperone.detection.scanning.scenes import scene_of
from chaperone.detection.tuning.queries import rules_of
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries import Placed, placed, tree_size
from chaperone.organizations.queries import organization_of, organizations_all

AT_ONCE = 5_000
"""So many places of the tree in one transaction."""
STEPS = 20
"""So many transactions of an organization before the next one has its turn."""
_NOTED_EVERY = timedelta(seconds=15)
_DAY = timedelta(days=1)


def look_at_all() -> int:
    """Looks at what is new of every organization; how many alerts were raised. As a worker."""
    raised = 0
    for organization_id in organizations_all():
        for _ in range(STEPS):
            alerts = look(organization_id)
            if alerts is None:
                break
            raised += len(alerts)
    return raised


def look(organization_id: UUID) -> list[Alert] | None:
    """Looks at the next entries of an organization and of the platform; the alerts that are new.

    None where nothing is left to look at, or another worker is looking.
    """
    actor = worker(organization_id)
    with acting_for(actor):
        lowest = _place(actor)
        beyond = min(tree_size(), lowest + AT_ONCE)
        if beyond <= lowest:
            _note_caught_up(actor)
            return None
        zone = ZoneInfo(organization_of(actor).time_zone)
        tuned = rules_of(actor)
        new = _touched(placed(lowest, beyond), tuned, zone)
    platform = _of_platform(new, tuned, zone, lowest, beyond)
    with acting_for(actor):
        mine = Cursor.objects.filter(organization_id=organization_id, next_leaf=lowest)
        cursor = mine.select_for_update(skip_locked=True).first()
        if cursor is None:
            return None
        raised: list[Alert] = []
        for on in sorted(new):
            each = new[on]
            beside = platform if each.opens else None
            scene = scene_of(actor, tuned, each.day, each.people, beside, zone)
            raised += raise_(actor=actor, found=list(judge(tuned, scene)))
        cursor.next_leaf, cursor.looked_at = beyond, timezone.now()
        cursor.save(update_fields=["next_leaf", "looked_at"])
    return raised


def _place(actor: Actor) -> int:
    cursor, _ = Cursor.objects.get_or_create(organization_id=actor.organization_id)
    return cursor.next_leaf


def _note_caught_up(actor: Actor) -> None:
    now = timezone.now()
    rows = Cursor.objects.filter(organization_id=actor.organization_id)
    rows.exclude(caught_up_at__gt=now - _NOTED_EVERY).update(caught_up_at=now)


@dataclass
class _New:
    """What is new of a day: who did something in it, and whether there is what rules open."""

    day: Day
    people: set[UUID] = field(default_factory=set)
    opens: bool = False


def _touched(entries: Iterable[Placed], tuned: Iterable[Rule], zone: ZoneInfo) -> dict[date, _New]:
    opened = events_of(tuned)
    touched: dict[date, _New] = {}
    for entry in entries:
        if entry.event in WATCHED or entry.event in opened:
            day = day_of(instant_of(entry.entry_id), zone)
            new = touched.setdefault(day.date, _New(day))
            new.people.add(entry.actor)
            new.opens |= entry.event in opened
    return touched


def _of_platform(
    new: dict[date, _New], tuned: Sequence[Rule], zone: ZoneInfo, lowest: int, beyond: int
) -> Mapping[date, Sequence[Act]]:
    """What nobody's organization is known of, by day: of the days that are new, and the days before
    them, from which rules look back. Adds the days of what is new of it.
    """
    actor, events = worker(PLATFORM), events_of(tuned, platform=True)
    found: dict[date, list[Act]] = {}
    with acting_for(actor):
        for entry in placed(lowest, beyond):
            if entry.event in events:
                day = day_of(instant_of(entry.entry_id), zone)
                new.setdefault(day.date, _New(day)).opens = True
        if not new:
            return found
        since = min(each.day.begins for each in new.values()) - 2 * _DAY
        until = max(each.day.ends for each in new.values())
        for act in acts_of(actor, events, since=since, until=until):
            found.setdefault(day_of(act.at, zone).date, []).append(act)
    return found


def oldest_look() -> datetime | None:
    """When the organization that is furthest behind had been looked at last; None where nothing is
    left to look at. As a worker.
    """
    size = tree_size()
    waiting: list[tuple[datetime, datetime | None]] = []
    for organization_id in organizations_all():
        with acting_for(worker(organization_id)):
            rows = Cursor.objects.filter(organization_id=organization_id, next_leaf__lt=size)
            waiting += rows.values_list("looked_at", "caught_up_at")
    return min((max(filter(None, times)) for times in waiting), default=None)
