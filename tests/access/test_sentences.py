"""Access records read as plain language, whoever looked."""

from base64 import urlsafe_b64encode
from uuid import uuid4

import pytest

from chaperone.access import sentences
from chaperone.access.roles import ELEMENTS


def opened(*elements, member=None):
    return {
        "opened": [
            {
                "table": table,
                "element": element,
                "member": str(member) if member else None,
                "rows": urlsafe_b64encode(b"".join(uuid4().bytes for _ in range(count))).decode(),
            }
            for table, element, count in elements
        ]
    }


def test_elements_are_counted_and_named():
    details = opened(("members_member", "name", 1), ("conversations_message", "body", 12))
    assert sentences.opened(details) == "name, 12 messages"


def test_only_what_concerns_the_member_is_told():
    details = opened(("members_member", "name", 1), member=uuid4())
    assert sentences.opened(details, uuid4()) == ""


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
    assert sentences.why({"purpose": "treatment"}) == "Treatment"
    assert sentences.why({"reason": "not on the care team"}) == "not on the care team"
