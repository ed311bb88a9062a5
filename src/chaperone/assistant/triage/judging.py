"""From signs and numbers to a level: the rules of rules.toml, in their order."""

from dataclasses import dataclass

from chaperone.assistant.triage.data import table
from chaperone.assistant.triage.readings import facts_of
from chaperone.assistant.triage.scope import Scopes, without_harmless
from chaperone.assistant.triage.signs import signs_of
from chaperone.assistant.triage.wording import normalise

LEVELS = ("emergency", "crisis", "urgent", "routine")


@dataclass(frozen=True)
class Triage:
    """How soon a person must look: level, the category it rests on, the rule that decided."""

    level: str
    category: str = ""
    rule: str = ""


@dataclass(frozen=True)
class _Rule:
    triage: Triage
    when: tuple[frozenset[str], ...]
    unless: frozenset[str]

    def holds(self, facts: set[str]) -> bool:
        return self.unless.isdisjoint(facts) and any(all_of <= facts for all_of in self.when)


_ROUTINE = Triage("routine")


def triage(text: str) -> Triage:
    """The level of a member's text (at most some thousand characters, English or Spanish).

    Rules by public guidance, cited with each rule; they are not yet reviewed by a clinician.
    """
    words = without_harmless(normalise(text))
    scopes = Scopes(words)
    facts = signs_of(words, scopes) | facts_of(words, scopes)
    if not facts:
        return _ROUTINE
    facts |= {name for name, any_of in _GROUPS.items() if not any_of.isdisjoint(facts)}
    return next((rule.triage for rule in _RULES if rule.holds(facts)), _ROUTINE)


def _rule(row: dict[str, list[str] | str]) -> _Rule:
    return _Rule(
        Triage(str(row["level"]), str(row["category"]), str(row["id"])),
        tuple(frozenset(condition.split(" + ")) for condition in row["when"]),
        frozenset(row.get("unless", ())),
    )


_TABLE = table("rules.toml")
_GROUPS = {name: frozenset(any_of) for name, any_of in _TABLE["groups"].items()}
_RULES = [_rule(row) for row in _TABLE["rule"]]
