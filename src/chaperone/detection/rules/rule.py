"""A rule, as ``rules.toml`` has it; loaded once, and refused whole where anything is not right."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from chaperone.detection.errors import UnsuitableRule
from chaperone.detection.models import Severity

Kind = Literal["count", "happened", "travel", "device", "relation", "volume", "sweep"]
KINDS = frozenset({"count", "happened", "travel", "device", "relation", "volume", "sweep"})
PER = frozenset({"actor", "source", "whoever", "member", "organization"})


@dataclass(frozen=True)
class Rule:
    """What is looked for, in words for people and in figures for the program.

    ``kind``: which test it is (``counting``, ``sign_ins``, ``accesses``). ``weight``: how likely
    something found is worth a look before anybody has judged any, 0 to 1. ``events``: in which
    entries it looks; ``where``: what their details must say, with ``*`` for anything. ``per``: what
    is counted together (``whoever``: the person, or the address of who is not known),
    ``distinct``: what is counted, entries where empty. ``at_least``: how many, ``within``: in which
    time. ``relation``: of a look at one member's record, how they are related.
    ``keeps_explained``: where care explains it, it still stands on record, apart and ranked low.
    ``platform``: also what the installation records of no organization; ``alone``: this is enough
    by itself, as it is for the organization that runs the installation.
    """

    name: str
    label: str
    kind: Kind
    severity: Severity
    weight: float
    means: str
    matters: str
    explanation: str
    sources: tuple[str, ...]
    events: frozenset[str] = frozenset()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    per: str = "actor"
    distinct: str = ""
    at_least: int = 1
    within: timedelta = timedelta(days=1)
    relation: str = ""
    keeps_explained: bool = True
    platform: bool = False
    alone: bool = True
    cases: tuple[Mapping[str, Any], ...] = ()

    def concerns(self, event: str, details: Mapping[str, Any]) -> bool:
        """Whether it looks at such an entry."""
        return event in self.events and all(
            any(fnmatchcase(str(details.get(name) or ""), wanted) for wanted in allowed)
            for name, allowed in self.where.items()
        )


_TIMES = {"within_minutes": "minutes", "within_hours": "hours", "within_days": "days"}


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the file. Raises ``UnsuitableRule``."""
    text = files("chaperone.detection.rules").joinpath("rules.toml").read_text(encoding="utf-8")
    return tuple(_rule(name, said) for name, said in tomllib.loads(text).items())


def rule_named(name: str) -> Rule:
    """The rule of this name. Raises ``KeyError``."""
    return _by_name()[name]


@cache
def _by_name() -> dict[str, Rule]:
    return {rule.name: rule for rule in rules()}


def _rule(name: str, said: dict[str, Any]) -> Rule:
    values = dict(said)
    for key, unit in _TIMES.items():
        if key in values:
            values["within"] = timedelta(**{unit: values.pop(key)})
    values["events"] = frozenset(values.get("events", ()))
    values["where"] = {each: tuple(allowed) for each, allowed in values.get("where", {}).items()}
    for listed in ("sources", "cases"):
        values[listed] = tuple(values.get(listed, ()))
    if unknown := set(values) - {each.name for each in fields(Rule)}:
        raise UnsuitableRule(f"{name}: nothing is called {sorted(unknown)}.")
    rule = Rule(name=name, **values | {"severity": Severity(values["severity"])})
    _check(rule)
    return rule


def _check(rule: Rule) -> None:
    said = (rule.label, rule.means, rule.matters, rule.explanation, *rule.sources)
    if not rule.sources or not all(text.strip() for text in said):
        raise UnsuitableRule(f"{rule.name}: says not what it means, why it matters and whence.")
    if rule.kind not in KINDS or rule.per not in PER or not 0 < rule.weight < 1:
        raise UnsuitableRule(f"{rule.name}: no such kind, unit or weight.")
    if {bool(case.get("matches")) for case in rule.cases} != {True, False}:
        raise UnsuitableRule(f"{rule.name}: has no example that matches, or none that does not.")
