"""Every example that stands with a rule is run; the library's own replies pass."""

import pytest

from chaperone.assistant.guard.rules import ASKED, REPLIES, Rule, broken

RULES = [(rules, rule) for rules in (REPLIES, ASKED) for rule in rules]


@pytest.mark.parametrize(("rules", "rule"), RULES, ids=[rule.id for _, rule in RULES])
def test_the_examples_of_a_rule(rules: tuple[Rule, ...], rule: Rule) -> None:
    assert len(rule.blocks) >= 5
    assert len(rule.passes) >= 3
    let_through = [text for text in rule.blocks if broken((rule,), text) is None]
    assert not let_through
    blocked = [text for text in rule.passes if broken((rule,), text)]
    assert not blocked
    others = {text: found.id for text in rule.passes if (found := broken(rules, text))}
    assert not others
