"""How an organization would stand to what is proposed, and never better than is known."""

import pytest

from chaperone.evidence.collecting import Status
from chaperone.evidence.proposing import foreseen
from chaperone.standards.catalogue import all_standards
from chaperone.standards.proposed import all_proposed

ALL_MET = {each.citation: Status.MET for each in all_standards()}


def standing(paragraph: str) -> tuple[Status, str]:
    (found,) = [each for each in foreseen(ALL_MET) if each.rule.paragraph == paragraph]
    return found.status, found.sentence


def test_a_rule_is_met_where_all_of_it_is_evaluated_and_met():
    assert standing("164.312(f)(2)(ii)") == (Status.MET, "What it rests on is met.")


def test_what_is_not_evaluated_of_it_keeps_it_from_being_met():
    status, sentence = standing("164.308(a)(13)")
    assert status == Status.ATTENTION
    assert sentence.endswith("The 72 hours: what a restore may take is the organization's own.")


def test_what_rests_on_nothing_is_not_evaluated_and_says_why():
    status, sentence = standing("164.312(a)(2)(vi)")
    assert status == Status.NOT_EVALUATED
    assert "does not see the networks" in sentence


@pytest.mark.parametrize("status", [Status.ATTENTION, Status.NOT_EVALUATED, Status.NOT_MET])
def test_it_is_as_bad_as_the_worst_that_it_rests_on(status):
    known = ALL_MET | {"164.312(d)": status}
    found = {each.rule.paragraph: each for each in foreseen(known)}
    assert found["164.312(f)"].status == status
    assert found["164.312(f)"].resting == (("164.312(d)", status),)


def test_what_does_not_apply_counts_for_nothing():
    known = ALL_MET | {"164.314(b)(1)": Status.NOT_APPLICABLE}
    found = {each.rule.paragraph: each.status for each in foreseen(known)}
    assert found["164.314(b)"] == Status.NOT_APPLICABLE


def test_of_nothing_known_nothing_is_met():
    assert {each.status for each in foreseen({})} == {Status.NOT_EVALUATED}
    assert len(foreseen({})) == len(all_proposed())
