"""A day judged by the rules. Pure: the stream and history put the same into it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chaperone.detection.explaining import Reasons
from chaperone.detection.marks import Kin
from chaperone.detection.rules.accesses import moment_of, related, sweep, volume
from chaperone.detection.rules.counting import count, happened
from chaperone.detection.rules.facts import Act, Found
from chaperone.detection.rules.rule import Rule
from chaperone.detection.rules.sign_ins import Places, device, travel
from chaperone.detection.scanning.days import Day
from chaperone.detection.scanning.digest import Digest
from chaperone.detection.scanning.past import Past


@dataclass(frozen=True)
class Scene:
    """Everything about a day that rules judge by. ``earlier``: what happened on the day before."""

    day: Day
    digest: Digest
    acts: Sequence[Act]
    earlier: Sequence[Act]
    past: Past
    kin: Kin
    reasons: Reasons

    def explain(self, person: bytes, member: bytes, at: datetime) -> str:
        """The care reason of a look, as it stood then."""

        def acted() -> bool:
            first = self.digest.acted.get((person, member))
            if first is not None and moment_of(first) <= at:
                return True
            return self.past.acted((person, member))

        return self.reasons.explain(person, member, at, acted=acted)

    def unusual(self, person: bytes, at: datetime) -> bool:
        """Whether the person never works at that hour."""
        return self.past.unusual(person, self.day, at)


def judge(rules: Iterable[Rule], scene: Scene) -> Iterator[Found]:
    """What the rules find in the day."""
    relations = {rule.relation: rule for rule in rules if rule.kind == "relation"}
    yield from related(
        relations,
        scene.digest.looks,
        scene.day.begins,
        relations=scene.kin.relations,
        explain=scene.explain,
        unusual=scene.unusual,
    )
    people = {act.actor_id for act in scene.acts if act.actor_id}
    known = scene.past.places(people)
    for rule in rules:
        yield from _judge(rule, scene, known)


def _judge(rule: Rule, scene: Scene, known: Mapping[UUID, Places]) -> Iterable[Found]:
    begins, looks = scene.day.begins, scene.digest.looks
    since = begins - rule.within
    acts = [act for act in scene.earlier if act.at >= since] + list(scene.acts)
    match rule.kind:
        case "count":
            return count(rule, acts, begins)
        case "happened":
            return happened(rule, acts, begins)
        case "travel":
            return travel(rule, acts, begins, known)
        case "device":
            return device(rule, acts, begins, known)
        case "sweep":
            return sweep(rule, acts, looks, begins)
        case "volume":
            busy = [person for person, seen in looks.seen.items() if len(seen) >= rule.at_least]
            usual = {person: scene.past.usual(person) for person in busy}
            return volume(rule, looks, begins, usual, scene.past.peers()) if busy else ()
    return ()
