"""Rules over who opened whose record: relation, volume, sweeps. Pure.

A look at one member's record was chosen; a list shows many at once, and nobody chose whom. So how
person and member are related is asked of entries about one member only, and of the first of a day:
whatever comes after it changes nothing, and the stream finds what history finds.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from chaperone.detection.rules.facts import Act, Found, Subject
from chaperone.detection.rules.rule import Rule

AFTER_HOURS = "after_hours"
UNRELATED = "no_care_relationship"


@dataclass
class Looks:
    """What people opened in a day. ``chosen``: entries about one member, by person and member;
    ``care``: of those, by when something of care was first opened; ``seen``: every member that was
    opened, in lists, too; ``entries``: by person, all of them.
    """

    chosen: dict[tuple[bytes, bytes], list[bytes]] = field(default_factory=dict)
    care: dict[tuple[bytes, bytes], bytes] = field(default_factory=dict)
    seen: dict[bytes, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    entries: dict[bytes, list[bytes]] = field(default_factory=lambda: defaultdict(list))


class Usual(NamedTuple):
    """What somebody does on other days: how many members they saw on each, oldest first, and on
    how many days they did anything in each hour of the day.
    """

    members: tuple[int, ...] = ()
    hours: Mapping[int, int] = {}

    @property
    def days(self) -> int:
        return len(self.members)


Relations = Callable[[bytes, bytes], Sequence[str]]
"""Of a person and a member: how they are related, the closest first."""
Explain = Callable[[bytes, bytes, datetime], str]
"""Of a person, a member and a moment: the care reason, or an empty name."""
Unusual = Callable[[bytes, datetime], bool]
"""Of a person and a moment: whether they never work at that hour."""


def related(
    rules: Mapping[str, Rule],
    looks: Looks,
    day: datetime,
    *,
    relations: Relations,
    explain: Explain,
    unusual: Unusual,
) -> Iterator[Found]:
    """Looks at one member that want an explanation; the closest relation names the alert.

    ``rules``: those of kind ``relation``, by their relation. What is left without an explanation
    and a relation is an alert where something of care was opened, and never for its hour alone.
    """
    for pair, entries in looks.chosen.items():
        person, member = pair
        found = [each for each in relations(person, member) if each in rules]
        care = looks.care.get(pair)
        if not found and care is None:
            continue
        at = moment_of(entries[0] if found or care is None else care)
        reason = explain(person, member, at)
        if reason and not found:
            continue
        late = [AFTER_HOURS] if unusual(person, at) else []
        if not found:
            found, late = [*late, UNRELATED], []
        named = next((each for each in found if each in rules), None)
        if named is None or (reason and not rules[named].keeps_explained):
            continue
        subject = Subject("staff", UUID(bytes=person), UUID(bytes=member), None, day)
        features = tuple(each for each in (*found, *late) if each not in (named, UNRELATED))
        ids = tuple(UUID(bytes=entry) for entry in entries)
        yield Found(rules[named].name, subject, ids, {"entries": len(ids)}, features, reason)


def volume(
    rule: Rule, looks: Looks, day: datetime, usual: Mapping[bytes, Usual], peers: int
) -> Iterator[Found]:
    """Far more members in a day than the person and their peers see on others.

    ``peers``: what one in twenty of all people's days exceeded. At least the rule's number, three
    times the person's own median (where five days are known), and twice the peers'.
    """
    for person, members in looks.seen.items():
        own = sorted(usual.get(person, Usual()).members)
        median = own[len(own) // 2] if len(own) >= _DAYS_KNOWN else 0
        if len(members) < max(rule.at_least, _OWN_TIMES * median + 1, _PEERS_TIMES * peers + 1):
            continue
        ids = tuple(UUID(bytes=entry) for entry in looks.entries[person])
        figures = {"members": len(members), "own_median": median, "peers": peers}
        subject = Subject("staff", UUID(bytes=person), None, None, day)
        yield Found(rule.name, subject, ids, figures | {"entries": len(ids)})


_DAYS_KNOWN, _OWN_TIMES, _PEERS_TIMES = 5, 3, 2


def sweep(rule: Rule, acts: Iterable[Act], looks: Looks, day: datetime) -> Iterator[Found]:
    """Look-ups by number, one after another, of members whose care nobody then turned to."""
    by_person: dict[UUID, list[Act]] = defaultdict(list)
    for act in acts:
        if act.actor_id and act.at >= day and rule.concerns(act.event, act.details):
            by_person[act.actor_id].append(act)
    for person, those in by_person.items():
        times = [act.at for act in those]
        turned = {act.entry_id: _turned_to(act, looks) for act in those}
        behind: set[int] = set()
        for last, act in enumerate(those):
            stretch = range(bisect_left(times, act.at - rule.within), last + 1)
            # What they turned to later did not undo that they looked it up among many.
            idle = [each for each in stretch if turned[those[each].entry_id] > act.at]
            if len(idle) >= rule.at_least:
                behind.update(idle)
        if behind:
            ids = tuple(those[each].entry_id for each in sorted(behind))
            subject = Subject("staff", person, None, None, day)
            yield Found(rule.name, subject, ids, {"entries": len(ids)})


_NEVER = datetime.max.replace(tzinfo=UTC)


def _turned_to(act: Act, looks: Looks) -> datetime:
    """When the person first opened something of care of the member that they looked up."""
    assert act.actor_id is not None
    opened = (looks.care.get((act.actor_id.bytes, member.bytes)) for member in act.members)
    return min((moment_of(entry) for entry in opened if entry), default=_NEVER)


def moment_of(entry: bytes) -> datetime:
    """When an id of version 7 was made, of its bytes."""
    return datetime.fromtimestamp(int.from_bytes(entry[:6]) / 1000, tz=UTC)
