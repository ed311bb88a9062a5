"""A day set up to be judged, of people of whom something is new. The days before it are digested
once by each process: what is over does not change.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from chaperone.access.queries import staff_of
from chaperone.conversations.queries.caring import assigned
from chaperone.detection.explaining import reasons_of
from chaperone.detection.marks import kin_of
from chaperone.detection.rules.facts import Act
from chaperone.detection.rules.rule import Rule
from chaperone.detection.scanning.acts import acts_of, events_of, joined, people_in
from chaperone.detection.scanning.days import Day, back
from chaperone.detection.scanning.digest import digest_of
from chaperone.detection.scanning.judging import Scene
from chaperone.detection.scanning.past import DAYS, Past, Profile, profile_of
from chaperone.ledger.actors import Actor
from chaperone.members.events import SOUGHT

_MOST_PROFILES = 400
# Other servers' clocks are a little behind, and entries are placed a little later.
_OVER = timedelta(minutes=10)
_profiles: dict[tuple[UUID, date], Profile] = {}


def scene_of(
    actor: Actor,
    rules: Sequence[Rule],
    day: Day,
    people: Collection[UUID],
    platform: Mapping[date, Sequence[Act]] | None,
    zone: ZoneInfo,
) -> Scene:
    """What rules judge by, of these people and of all acts of the day.

    ``platform``: what nobody's organization is known of, by day, the day before included; None
    where nothing is new but what is told by the columns for search.
    """
    staff = set(staff_of(actor))
    acts: Sequence[Act] = ()
    if platform is not None:
        own = acts_of(actor, events_of(rules), since=day.begins, until=day.ends)
        acts = joined(own, platform.get(day.date, ()))
    # Whoever looked somebody up is judged by what they opened then, too.
    digest = digest_of(actor, (set(people) | people_in(acts, {SOUGHT.name})) & staff, day)
    members = {UUID(bytes=member) for _, member in digest.looks.chosen}
    kin = kin_of(actor, members)
    owners = assigned(actor, since=day.begins, until=datetime.now(UTC), members=members)
    reasons = reasons_of(
        actor, kin.members, owners, since=day.begins, until=day.ends, members=members
    )
    before = back(day, DAYS, zone)
    past = Past()
    for each in before:
        past.over(_profile(actor, rules, each, staff))
    earlier = joined(past.profiles[-1].acts, (platform or {}).get(before[-1].date, ()))
    return Scene(day, digest, acts, earlier, past, kin, reasons)


def _profile(actor: Actor, rules: Sequence[Rule], day: Day, staff: Collection[UUID]) -> Profile:
    key = actor.organization_id, day.date
    if key in _profiles:
        return _profiles[key]
    digest = digest_of(actor, staff, day)
    acts = acts_of(actor, events_of(rules), since=day.begins, until=day.ends)
    profile = profile_of(day, digest, acts)
    if day.ends + _OVER < datetime.now(UTC):
        if len(_profiles) >= _MOST_PROFILES:
            _profiles.pop(next(iter(_profiles)))
        _profiles[key] = profile
    return profile


def forget() -> None:
    """Digests the days before anew: for a process that has another database before it."""
    _profiles.clear()
