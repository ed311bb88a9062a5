"""What was proposed in 2025 is a catalogue of its own, and never passes for the rule in force."""

from datetime import date

import pytest

from chaperone.standards.catalogue import all_standards, find
from chaperone.standards.errors import NoSuchStandard
from chaperone.standards.proposed import (
    LABEL,
    Proposed,
    all_proposed,
    notice,
    proposed_beside,
)


def test_it_says_what_it_is_and_where_it_was_published():
    found = notice()
    assert (found.citation, found.published_on, found.rin) == (
        "90 FR 898",
        date(2025, 1, 6),
        "0945-AA22",
    )
    assert found.standing.startswith(LABEL)
    assert "no final rule" in found.standing


def test_it_covers_each_section_of_the_rule():
    paragraphs = [each.paragraph for each in all_proposed()]
    assert len(paragraphs) == len(set(paragraphs)) > 35
    administrative = [f"164.308(a)({number})" for number in range(1, 15)]
    technical = [f"164.312({letter})" for letter in "abcdefg"]
    assert {*administrative, *technical, "164.310(a)", "164.316"} <= set(paragraphs)


@pytest.mark.parametrize("rule", all_proposed(), ids=lambda each: each.paragraph)
def test_each_is_whole_and_rests_on_rules_in_force(rule: Proposed):
    assert rule.name
    assert rule.text.endswith(".")
    for citation in rule.rests_on:
        assert find(citation).rule == "Security"
    # What is not evaluated says so, and why.
    assert rule.is_evaluated or rule.beyond.endswith(".")


def test_none_is_in_the_catalogue_in_force():
    # Paragraphs of both exist, such as 164.312(b): the standards beside them are different ones.
    names = {(each.citation, each.name) for each in all_standards()}
    assert not names & {(each.paragraph, each.name) for each in all_proposed()} - {
        ("164.310(b)", "Workstation use"),
        ("164.310(c)", "Workstation security"),
    }


def test_what_is_proposed_is_found_by_what_it_rests_on():
    found = {each.name for each in proposed_beside("164.312(d)")}
    assert found == {"Authentication", "Multi-factor authentication"}
    assert proposed_beside("164.404(a)") == ()
    with pytest.raises(NoSuchStandard):
        find("164.999")
