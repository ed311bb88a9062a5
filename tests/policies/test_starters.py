"""The files of the starter set, and what is wrong with one that cannot be read."""

import pytest

from chaperone.policies.errors import NoSuchStarter, WrongStarter
from chaperone.policies.markup import claims_of
from chaperone.policies.starters import all_starters, find_starter, read_starter

GOOD = """+++
title = "Workstations"
kind = "policy"
mandatory = true
public = false
citations = ["164.310(b)"]
review_months = 12
+++

## Purpose

Screens are for *us* alone,
not for visitors.

Sessions end by themselves.
[enforced](sessions.idle_logoff "15 minutes")
"""


def test_a_file_is_read_with_what_it_is_for() -> None:
    found = read_starter("workstations", GOOD)
    assert found[:7] == ("workstations", "Workstations", "policy", True, False, ("164.310(b)",), 12)
    assert found.about == "Screens are for us alone, not for visitors."
    assert found.text.startswith("## Purpose")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("+++\ntitle", "title", "TOML between"),
        ('title = "Workstations"', "title = Workstations", "Invalid value"),
        ("public = false\n", "", "missing or unknown: public"),
        ("mandatory = true", "mandatory = 1", "mandatory must be of type bool"),
        ('"policy"', '"rule"', "no kind of"),
        ('["164.310(b)"]', "[310]", "citations must be strings"),
        ("review_months = 12", "review_months = 0", "between 1 and 60"),
        ('(sessions.idle_logoff "15 minutes")', "(sessions.idle_logoff)", "without the value"),
        ("(sessions.idle_logoff", "(Sessions", "no name of what"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(old: str, new: str, why: str) -> None:
    assert old in GOOD
    with pytest.raises(WrongStarter, match=why):
        read_starter("workstations", GOOD.replace(old, new, 1))


def test_every_file_of_the_set_can_be_read() -> None:
    starters = all_starters()
    assert len({each.slug for each in starters}) == len(starters)
    for each in starters:
        assert each.about, each.slug
        assert claims_of(each.text) is not None
        assert find_starter(each.slug) is each


def test_what_is_not_in_the_set_is_not_found() -> None:
    with pytest.raises(NoSuchStarter):
        find_starter("no-such-text")
