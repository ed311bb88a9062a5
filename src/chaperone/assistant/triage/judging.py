"""From signs and numbers to a level: by the rules of rules.toml in order, then the classifier."""

from collections.abc import Iterator
from dataclasses import dataclass

from chaperone.assistant.triage.classifier import raised
from chaperone.assistant.triage.data import table
from chaperone.assistant.triage.readings import facts_of
from chaperone.assistant.triage.scope import Scopes, without_harmless
from chaperone.assistant.triage.signs import signs_of
from chaperone.assistant.triage.wording import normalise

LEVELS = ("emergency", "crisis", "urgent", "routine")


@dataclass(frozen=True)
class Triage:
    """How soon a person must look: level, the category it rests on, the rule that decided.

    `found_by`: "rules", or "classifier" where the wording alone raised the level (then no rule).
    """

    level: str
    category: str = ""
    rule: str = ""
    found_by: str = "rules"


@dataclass(frozen=True)
class _Condition:
    """One line of a rule's `when`."""

    triage: Triage
    all_of: frozenset[str]
    unless: frozenset[str]


_ROUTINE = Triage("routine")


def triage(text: str) -> Triage:
    """The level of a member's text (at most some thousand characters, English or Spanish).

    Rules by public guidance, cited with each rule; they are not yet reviewed by a clinician.
    """
    words, facts, scopes = read(text)
    judged = _by_rules(facts)
    level = raised(judged.level, words, facts, scopes)
    if level == judged.level:
        return judged
    return Triage(level, "wording", found_by="classifier")


def read(text: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """A text normalised, the facts that rules may ask for, the scopes that stand in it."""
    words = without_harmless(normalise(text))
    scopes = Scopes(words)
    return words, frozenset(signs_of(words, scopes) | facts_of(words, scopes)), scopes.names


def by_rules(text: str) -> Triage:
    """What the rules alone say."""
    return _by_rules(read(text)[1])


def _by_rules(facts: frozenset[str]) -> Triage:
    if not facts:
        return _ROUTINE
    facts |= {name for name, any_of in _GROUPS.items() if not any_of.isdisjoint(facts)}
    for condition in _CONDITIONS:
        if condition.all_of <= facts and condition.unless.isdisjoint(facts):
            return condition.triage
    return _ROUTINE


def _conditions(row: dict[str, list[str] | str]) -> Iterator[_Condition]:
    judged = Triage(str(row["level"]), str(row["category"]), str(row["id"]))
    for line in row["when"]:
        yield _Condition(judged, frozenset(line.split(" + ")), frozenset(row.get("unless", ())))


_TABLE = table("rules.toml")
_GROUPS = {name: frozenset(any_of) for name, any_of in _TABLE["groups"].items()}
_CONDITIONS = [condition for row in _TABLE["rule"] for condition in _conditions(row)]
