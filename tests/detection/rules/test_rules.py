"""Each rule finds its examples and leaves alone what is none; the examples stand with the rules."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chaperone.cli.ledger.events import every_event
from chaperone.detection.errors import UnsuitableRule
from chaperone.detection.rules import rule as loading
from chaperone.detection.rules.accesses import Looks, Usual, related, sweep, volume
from chaperone.detection.rules.counting import count, happened
from chaperone.detection.rules.facts import Act, Found, Subject
from chaperone.detection.rules.ranking import EXPLAINED, features_of, score, severity
from chaperone.detection.rules.rule import KINDS, rule_named, rules
from chaperone.detection.rules.sign_ins import Places, device, travel

DAY = datetime(2026, 3, 4, tzinfo=UTC)
NINE = DAY + timedelta(hours=9)
PERSON = UUID(int=0x70)
CASES = [(rule.name, case) for rule in rules() for case in rule.cases]


def entry(at: datetime, number: int = 0) -> UUID:
    """An id of version 7 made at the moment."""
    return UUID(int=(int(at.timestamp() * 1000) << 80) | (7 << 76) | (0b10 << 62) | number)


def acts_in(case: Any) -> list[Act]:
    acts = []
    for said in case.get("acts", ()):
        many = said.get("times", said.get("actors", 1))
        addresses = said.get("addresses", [said.get("address", "198.51.100.7")])
        for number in range(many):
            at = NINE + timedelta(seconds=number * said.get("every", 1))
            person = UUID(int=0x70 + number) if "actors" in said else PERSON
            known = said.get("actor", "a") != ""
            acts.append(
                Act(
                    entry(at, number),
                    at,
                    said["event"],
                    "staff" if known else "anonymous",
                    person if known else None,
                    (UUID(int=0x90),) * said.get("members", 0),
                    addresses[number % len(addresses)],
                    said.get("details", {}) | {"user_agent": said.get("user_agent", "")},
                )
            )
    return acts


def looks_in(case: Any) -> Looks:
    looks = Looks()
    pair = PERSON.bytes, UUID(int=0x90).bytes
    if "members" in case:
        looks.seen[PERSON.bytes] = {bytes([number]) for number in range(case["members"])}
        looks.entries[PERSON.bytes] = [entry(NINE).bytes]
    else:
        looks.chosen[pair] = [entry(NINE).bytes]
        if case.get("care"):
            looks.care[pair] = entry(NINE).bytes
    return looks


def found_in(name: str, case: Any) -> list[Found]:
    rule = rule_named(name)
    known = {PERSON: places_in(case)}
    match rule.kind:
        case "count":
            return list(count(rule, acts_in(case), DAY))
        case "happened":
            return list(happened(rule, acts_in(case), DAY))
        case "travel":
            return list(travel(rule, acts_in(case), DAY, known))
        case "device":
            return list(device(rule, acts_in(case), DAY, known))
        case "volume":
            usual = {PERSON.bytes: Usual(tuple(case.get("usual", ())))}
            return list(volume(rule, looks_in(case), DAY, usual, case["peers"]))
        case "sweep":
            return list(sweep(rule, *sweep_in(case), DAY))
    relations = {each.relation: each for each in rules() if each.kind == "relation"}
    found = related(
        relations,
        looks_in(case),
        DAY,
        relations=lambda _person, _member: case.get("related", ()),
        explain=lambda _person, _member, _at: case.get("reason", ""),
        unusual=lambda _person, _at: case.get("unusual", False),
    )
    return [each for each in found if each.rule == name]


def places_in(case: Any) -> Places:
    known = case.get("known", {})
    browsers = frozenset(known.get("browsers", ()))
    return Places(frozenset(known.get("networks", ())), browsers, known.get("days", 0))


def sweep_in(case: Any) -> tuple[list[Act], Looks]:
    acts, looks = [], Looks()
    for number in range(case["lookups"]):
        at = NINE + timedelta(seconds=number * case["every"])
        member = UUID(int=0x90 + number)
        acts.append(Act(entry(at, number), at, "members.member.sought", "staff", PERSON, (member,)))
        if number < case.get("cared_for", 0):
            looks.care[PERSON.bytes, member.bytes] = entry(at + timedelta(seconds=5)).bytes
    return acts, looks


@pytest.mark.parametrize(
    ("name", "case"), CASES, ids=[f"{name}-{i}" for i, (name, _) in enumerate(CASES)]
)
def test_a_rule_finds_what_it_is_for_and_leaves_alone_what_it_is_not(name: str, case: Any) -> None:
    found = found_in(name, case)
    assert bool(found) is case["matches"], case
    if found:
        assert [each.rule for each in found] == [name]
        assert list(found[0].features) == case.get("also", list(found[0].features))
        if case.get("explained"):
            assert found[0].explained_by == case["reason"]


def test_there_is_a_rule_of_each_kind_and_every_event_is_one_that_is_recorded() -> None:
    assert {rule.kind for rule in rules()} == KINDS
    named = {event for rule in rules() for event in rule.events}
    assert named <= {event.name for event in every_event()}


@pytest.mark.parametrize(
    "change",
    [
        {"sources": []},
        {"means": " "},
        {"kind": "guess"},
        {"weight": 1.0},
        {"per": "planet"},
        {"cases": [{"matches": True}]},
        {"shade": "blue"},
    ],
)
def test_a_rule_that_is_not_whole_is_refused(change: dict[str, Any]) -> None:
    good = {
        "label": "A",
        "kind": "happened",
        "severity": "low",
        "weight": 0.5,
        "means": "A",
        "matters": "A",
        "explanation": "A",
        "sources": ["A"],
        "cases": [{"matches": True}, {"matches": False}],
    }
    assert loading._rule("good", good).name == "good"
    with pytest.raises(UnsuitableRule):
        loading._rule("bad", good | change)


def test_what_is_more_of_a_thing_never_takes_an_alert_away() -> None:
    """Whatever is looked at in pieces is found as it is found whole."""
    draws = random.Random(8)
    rule = rule_named("failed_sign_ins")
    for _ in range(50):
        times = sorted(draws.sample(range(-3600, 40_000), 40))
        acts = [
            Act(
                entry(DAY + timedelta(seconds=at), n),
                DAY + timedelta(seconds=at),
                "accounts.sign_in.failed",
                "staff",
                PERSON,
            )
            for n, at in enumerate(times)
        ]
        before: set[UUID] = set()
        for end in range(len(acts) + 1):
            now = {each for found in count(rule, acts[:end], DAY) for each in found.entries}
            assert before <= now
            before = now


def test_a_burst_over_midnight_belongs_to_the_day_on_which_it_ends() -> None:
    acts = [
        Act(
            entry(DAY + timedelta(seconds=at), at + 900),
            DAY + timedelta(seconds=at),
            "accounts.sign_in.failed",
            "staff",
            PERSON,
        )
        for at in range(-300, 300, 60)
    ]
    rule = rule_named("failed_sign_ins")
    (found,) = count(rule, acts, DAY)
    assert len(found.entries) == 10
    assert not list(count(rule, acts[:5], DAY))


def test_what_care_explains_ranks_below_all_else_and_verdicts_move_the_rank() -> None:
    subject = Subject("staff", PERSON, UUID(int=0x90), None, DAY)
    bare = Found("same_surname", subject, (entry(NINE),), {})
    late = Found("same_surname", subject, (entry(NINE),), {}, ("after_hours",))
    explained = Found("same_surname", subject, (entry(NINE),), {}, (), "message")
    rule = rule_named("same_surname")

    def rank(found: Found, wrong: int = 0, harmless: int = 0) -> float:
        return score(rule, found, wrong=wrong, harmless=harmless)

    assert rank(bare) == rule.weight
    assert rank(late) > rank(bare) > rank(explained)
    assert rank(bare, harmless=8) < rank(bare) < rank(bare, wrong=8) < 1
    worst = max(score(each, explained, wrong=99, harmless=0) for each in rules())
    assert worst <= EXPLAINED
    assert severity(rule, explained) == "low"
    assert severity(rule, bare) == "medium"
    assert (
        features_of(Found("vip", subject, (), {}, ("same_surname", "after_hours")))
        == "after_hours+same_surname"
    )
