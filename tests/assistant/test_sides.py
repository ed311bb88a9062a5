"""Which side of a topic a text asks about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.assistant.sides import Asked

SIGNS, CAUSES = frozenset({"symptoms"}), frozenset({"causes"})
ASKED = Asked(
    [
        ("signs of stroke", SIGNS),
        ("clues of gout", SIGNS),
        ("what brings on stroke", CAUSES),
        ("why do people get gout", CAUSES),
    ]
)


def test_wordings_of_one_topic_tell_of_another() -> None:
    likely = ASKED.of("clues of lupus")
    assert likely["symptoms"] > likely["causes"]
    likely = ASKED.of("what brings on lupus")
    assert likely["causes"] > likely["symptoms"]


def test_a_topic_alone_tells_nothing() -> None:
    likely = ASKED.of("stroke")
    assert likely["causes"] == pytest.approx(likely["symptoms"])


def test_without_wordings_there_are_no_sides() -> None:
    assert Asked([]).of("stroke") == {}


@given(st.text())
def test_all_sides_together_are_one(text: str) -> None:
    likely = ASKED.of(text)
    assert sum(likely.values()) == pytest.approx(1)
    assert min(likely.values()) > 0
