"""Access records read as plain language, whoever looked."""

from uuid import uuid4

import pytest

from chaperone.access import sentences
from chaperone.access.roles import ELEMENTS
from chaperone.ledger.opened import Opened


def opened(*elements, member=None):
    return [
        Opened(table, element, member, count, tuple(uuid4() for _ in range(count)))
        for table, element, count in elements
    ]


def test_elements_are_counted_and_named():
    items = opened(("members_member", "name", 1), ("conversations_message", "body", 12))
    assert sentences.opened(items) == "name, 12 messages"


def test_only_what_concerns_the_member_is_told():
    items = opened(("members_member", "name", 1), member=uuid4())
    assert sentences.opened(items, uuid4()) == ""


@pytest.mark.parametrize(
    "element",
    sorted(frozenset().union(*(group.columns for group in ELEMENTS.values()))),
    ids=".".join,
)
def test_every_element_that_may_be_opened_has_a_word(element):
    assert element in sentences._ELEMENTS


def test_actors_are_called_by_name_and_role():
    assert sentences.who("staff", "Maria Alvarez", ["coach"]) == ("Maria Alvarez", "Coach")
    assert sentences.who("staff", None).name == "Somebody who has left"
    assert sentences.who("assistant", None) == ("Assistant", "Program")


def test_reason_of_a_refusal_is_told_where_there_is_no_purpose():
    assert sentences.why("treatment") == "Treatment"
    assert sentences.why("", "not on the care team") == "not on the care team"
