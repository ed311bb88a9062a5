"""Rules over one person's sign-ins, by network and browser. Pure.

There is no map of addresses here: what can be known is that two sign-ins came from two providers'
networks within minutes, or from a network and a browser that the person never used before.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from chaperone.detection.rules.facts import Act, Found, Subject
from chaperone.detection.rules.rule import Rule


class Places(NamedTuple):
    """From where somebody signed in before, and on how many days."""

    networks: frozenset[str] = frozenset()
    browsers: frozenset[str] = frozenset()
    days: int = 0


NOWHERE = Places()


def travel(
    rule: Rule, acts: Iterable[Act], day: datetime, known: Mapping[UUID, Places]
) -> Iterator[Found]:
    """Two sign-ins of one person within the rule's time from two networks, of which one is new to
    them: who changes between office and phone is known from both.
    """
    for person, those in _by_person(rule, acts).items():
        before = known.get(person, NOWHERE).networks
        pairs = [
            (one, two)
            for one, two in pairwise(those)
            if two.at >= day
            and two.at - one.at <= rule.within
            and one.network != two.network
            and not {one.network, two.network} <= before
        ]
        if pairs:
            yield _found(rule, person, day, {act for pair in pairs for act in _ids(pair)}, {})


def device(
    rule: Rule, acts: Iterable[Act], day: datetime, known: Mapping[UUID, Places]
) -> Iterator[Found]:
    """Network and browser both new to somebody who has signed in on some days before."""
    for person, those in _by_person(rule, acts).items():
        before = known.get(person, NOWHERE)
        if before.days < rule.at_least:
            continue
        strange = [
            act
            for act in those
            if act.at >= day
            and act.network not in before.networks
            and act.browser not in before.browsers
        ]
        if strange:
            yield _found(rule, person, day, set(_ids(strange)), {"days_known": before.days})


def _by_person(rule: Rule, acts: Iterable[Act]) -> Mapping[UUID, list[Act]]:
    found: dict[UUID, list[Act]] = defaultdict(list)
    for act in acts:
        if act.actor_id and act.network and rule.concerns(act.event, act.details):
            found[act.actor_id].append(act)
    return found


def _ids(acts: Iterable[Act]) -> list[UUID]:
    return [act.entry_id for act in acts]


def _found(
    rule: Rule, person: UUID, day: datetime, entries: set[UUID], figures: Mapping[str, int]
) -> Found:
    subject = Subject("staff", person, None, None, day)
    return Found(rule.name, subject, tuple(sorted(entries)), {"entries": len(entries), **figures})
