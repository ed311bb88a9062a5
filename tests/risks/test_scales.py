"""The level of a risk, against Table I-2 as NIST SP 800-30 Rev. 1 prints it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.risks.knowledge import penalties, scales, threats, vulnerabilities
from chaperone.risks.scales import STEPS, WORDS, level_of
from chaperone.risks.starters import STARTERS

# As printed: rows from a very high likelihood down, columns from a very low impact on.
PRINTED = """
very low, low, moderate, high, very high
very low, low, moderate, high, very high
very low, low, moderate, moderate, high
very low, low, low, low, moderate
very low, very low, very low, low, low
"""
steps = st.integers(1, 5)


def test_it_is_the_table_of_the_guide():
    rows = [line.split(", ") for line in PRINTED.split("\n") if line]
    ours = [[WORDS[level_of(row, column)].lower() for column in STEPS] for row in STEPS[::-1]]
    assert ours == rows


@given(steps, steps, steps, steps)
def test_more_likely_or_worse_is_never_a_lower_level(one, two, other_one, other_two):
    if one <= other_one and two <= other_two:
        assert level_of(one, two) <= level_of(other_one, other_two)


@given(steps, steps)
def test_a_level_is_never_above_the_impact(likelihood, impact):
    assert 1 <= level_of(likelihood, impact) <= impact


@pytest.mark.parametrize(("likelihood", "impact"), [(0, 3), (3, 0), (6, 3), (3, 6), (-1, 2)])
def test_what_is_on_no_scale_has_no_level(likelihood, impact):
    with pytest.raises(ValueError, match="not both from 1 to 5"):
        level_of(likelihood, impact)


def test_every_scale_has_the_steps_of_the_guide():
    for scale in scales():
        assert [(step.level, step.name) for step in scale] == list(WORDS.items())


def test_the_higher_the_level_the_shorter_it_may_be_accepted():
    days = [step.accept_days for step in scales().level]
    assert days == sorted(days, reverse=True)
    assert days[-1] == 0


def test_starters_name_what_the_catalogue_has_and_safeguards_do_not_make_it_worse():
    assert len({each.key for each in STARTERS}) == len(STARTERS) >= 20
    for each in STARTERS:
        assert each.threat in threats()
        assert each.vulnerability in vulnerabilities()
        assert each.citations
        assert all(
            left <= before for left, before in zip(each.residual, each.inherent, strict=True)
        )
        level_of(*each.inherent)


def test_penalties_rise_with_culpability_and_are_dated():
    found = penalties()
    assert found.as_of <= found.checked_on
    assert [tier.least for tier in found.tiers] == sorted(tier.least for tier in found.tiers)
    for tier in found.tiers:
        assert tier.least <= tier.most <= tier.year
        assert tier.year_by_discretion <= tier.year
    assert found.tiers[0].one == "$145 to $73,011"
