"""The rules by their own examples, and by texts in our own words. All texts are made up."""

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.assistant.triage import triage
from chaperone.assistant.triage.data import table
from chaperone.assistant.triage.judging import LEVELS, by_rules

RULES = table("rules.toml")
SIGNS = table("signs.toml")
TEXTS = tomllib.loads((Path(__file__).parent / "texts.toml").read_text())
NUMBER_FACTS = {
    "a reading",
    "back in range",
    "in range",
    "pressure 180/120",
    "ketones 3",
    *(f"below {n}" for n in (54, 70)),
    *(f"above {n}" for n in (95, 200, 250, 300, 400, 600)),
}
EACH_TEXT = [(level, text) for level, texts in TEXTS.items() for text in texts]
YES = [(rule["id"], text) for rule in RULES["rule"] for text in rule["yes"]]
NO = [(rule["id"], text) for rule in RULES["rule"] for text in rule["no"]]


@pytest.mark.parametrize(("rule", "text"), YES, ids=lambda value: value)
def test_a_rule_holds_for_its_examples(rule: str, text: str) -> None:
    assert by_rules(text).rule == rule


@pytest.mark.parametrize(("rule", "text"), NO, ids=lambda value: value)
def test_a_rule_does_not_hold_for_its_counterexamples(rule: str, text: str) -> None:
    assert by_rules(text).rule != rule


@pytest.mark.parametrize(("level", "text"), EACH_TEXT, ids=lambda value: value)
def test_level(level: str, text: str) -> None:
    assert by_rules(text).level == level


@pytest.mark.parametrize("rule", RULES["rule"], ids=lambda rule: rule["id"])
def test_a_rule_is_complete(rule: dict[str, object]) -> None:
    assert set(rule) - {"unless"} == {"id", "level", "category", "when", "source", "yes", "no"}
    assert rule["level"] in LEVELS
    assert rule["source"]
    assert rule["yes"]
    assert rule["no"]


def test_ids_are_unique() -> None:
    ids = [rule["id"] for rule in RULES["rule"]]
    assert len(ids) == len(set(ids))


def test_every_fact_that_a_rule_asks_for_can_be_found() -> None:
    known = {*SIGNS, *NUMBER_FACTS, *RULES["groups"]}
    asked = {
        fact
        for rule in RULES["rule"]
        for line in [*rule["when"], *rule.get("unless", [])]
        for fact in line.split(" + ")
    }
    grouped = {fact for facts in RULES["groups"].values() for fact in facts}
    assert (asked | grouped) - known == set()


def test_every_sign_is_used() -> None:
    text = str(RULES)
    assert [sign for sign in SIGNS if f"'{sign}" not in text and f"+ {sign}" not in text] == []


def test_crisis_goes_before_emergency() -> None:
    # A deliberate overdose needs 988 first, and its reply names 911 as well.
    assert triage("took all my pills on purpose and i cant breathe").level == "crisis"


@given(st.text(st.characters(exclude_characters="\0"), max_size=1600))
def test_any_text_has_a_level(text: str) -> None:
    assert triage(text).level in LEVELS


PIECES = """chest pain sugar 54 300 is not no cant breathe insulin , . ? my i took all pills last
    year 120/80 210/130 ketones 3.2 what if suicide kill myself never 2.8 mmol and but now"""
WORDS = st.sampled_from(PIECES.split())


@given(st.lists(WORDS, max_size=60))
def test_any_jumble_of_its_words_has_a_level(words: list[str]) -> None:
    assert triage(" ".join(words)).level in LEVELS


@pytest.mark.parametrize("word", ["chest ", "a", "1 ", "no ", ", ", "cant breathe ", "é", "😂"])
def test_the_longest_text_takes_little_time(word: str) -> None:
    text = (word * 1600)[:1600]
    triage(text)
    began = time.process_time()
    triage(text)
    assert time.process_time() - began < 0.25


@pytest.mark.parametrize("text", ["", " ", "?", ".", "👍", "...", "$", "~", "|", "_ _"])
def test_nothing_said_is_routine(text: str) -> None:
    assert triage(text).level == "routine"
