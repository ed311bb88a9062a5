"""What people usually do: the days before the one that is judged."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from chaperone.accounts.events import SIGN_IN_SUCCEEDED
from chaperone.detection.explaining.words import ACTED_DAYS
from chaperone.detection.rules.accesses import Usual
from chaperone.detection.rules.facts import Act
from chaperone.detection.rules.sign_ins import NOWHERE, Places
from chaperone.detection.scanning.days import Day
from chaperone.detection.scanning.digest import Digest, Pair

DAYS = 28
# Whose hours are known, and how often an hour must have been worked in to be one of theirs.
HOURS_KNOWN, HOUR_WORKED = 10, 2
_TOP = 20


@dataclass(frozen=True)
class Profile:
    """A day that is over: how many members each person saw, in which hours they worked, whom they
    cared for, and from where they signed in.
    """

    date: date
    members: Mapping[bytes, int]
    hours: Mapping[bytes, int]
    acted: frozenset[Pair]
    places: Mapping[UUID, Places]
    acts: Sequence[Act] = ()


def profile_of(day: Day, digest: Digest, acts: Sequence[Act]) -> Profile:
    """What is kept of a day for those after it."""
    return Profile(
        day.date,
        {person: len(members) for person, members in digest.looks.seen.items()},
        dict(digest.hours),
        frozenset(digest.acted),
        _places(acts),
        acts,
    )


def _places(acts: Iterable[Act]) -> Mapping[UUID, Places]:
    found: dict[UUID, Places] = {}
    for act in acts:
        if act.event == SIGN_IN_SUCCEEDED.name and act.actor_id and act.network:
            before = found.get(act.actor_id, NOWHERE)
            found[act.actor_id] = Places(
                before.networks | {act.network}, before.browsers | {act.browser}, 1
            )
    return found


@dataclass
class _SignedIn:
    """On how many days somebody signed in, and on how many of them from where."""

    networks: Counter[str] = field(default_factory=Counter)
    browsers: Counter[str] = field(default_factory=Counter)
    days: int = 0

    def add(self, day: Places) -> None:
        self.networks.update(day.networks)
        self.browsers.update(day.browsers)
        self.days += 1

    def take_away(self, day: Places) -> None:
        self.networks -= Counter(day.networks)
        self.browsers -= Counter(day.browsers)
        self.days -= 1

    def places(self) -> Places:
        return Places(frozenset(self.networks), frozenset(self.browsers), self.days)


@dataclass
class Past:
    """The profiles of the days before, oldest first; sums are made when they are asked for, but
    for sign-ins, which everybody makes every day: those go along.
    """

    profiles: deque[Profile] = field(default_factory=lambda: deque(maxlen=DAYS))
    _usual: dict[bytes, Usual] = field(default_factory=dict)
    _peers: int | None = None
    _signed_in: dict[UUID, _SignedIn] = field(default_factory=lambda: defaultdict(_SignedIn))

    def over(self, profile: Profile) -> None:
        """One more day is over."""
        if len(self.profiles) == DAYS:
            for person, places in self.profiles[0].places.items():
                self._signed_in[person].take_away(places)
        for person, places in profile.places.items():
            self._signed_in[person].add(places)
        self.profiles.append(profile)
        self._usual.clear()
        self._peers = None

    def usual(self, person: bytes) -> Usual:
        """What somebody does on other days."""
        if person not in self._usual:
            own = [each for each in self.profiles if person in each.hours]
            hours: Counter[int] = Counter()
            for each in own:
                mask = each.hours[person]
                hours.update(hour for hour in range(26) if mask >> hour & 1)
            members = tuple(each.members.get(person, 0) for each in own)
            self._usual[person] = Usual(members, hours)
        return self._usual[person]

    def peers(self) -> int:
        """How many members were seen in a day that only one in twenty of all exceeded."""
        if self._peers is None:
            counts = sorted(count for each in self.profiles for count in each.members.values())
            self._peers = counts[-1 - len(counts) // _TOP] if counts else 0
        return self._peers

    def unusual(self, person: bytes, day: Day, at: datetime) -> bool:
        """Whether somebody whose hours are known never works in this one or beside it."""
        usual, hour = self.usual(person), day.hour(at)
        if usual.days < HOURS_KNOWN:
            return False
        return all(usual.hours.get(each, 0) < HOUR_WORKED for each in (hour - 1, hour, hour + 1))

    def places(self, people: Iterable[UUID]) -> dict[UUID, Places]:
        """From where these people signed in before."""
        return {
            person: self._signed_in[person].places()
            for person in people
            if person in self._signed_in
        }

    def acted(self, pair: Pair) -> bool:
        """Whether the person cared for the member in the days before."""
        recent = list(self.profiles)[-ACTED_DAYS:]
        return any(pair in each.acted for each in recent)
