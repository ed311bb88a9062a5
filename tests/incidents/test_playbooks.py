"""Playbooks are read from their documents, whatever these say."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.incidents.kinds import KINDS
from chaperone.incidents.models import Severity, Stage
from chaperone.incidents.playbooks import DAYS, steps_of
from chaperone.policies.starters import find_starter

TEXT = """For whoever.

- not a step

## Contain

- Required: Take it *off* the net.
  All of it. (today)
- Look around

## Notes

- nor this

## learn

1. Required: Write it down (within 30 days)
   - with a detail
"""


def test_steps_are_the_items_under_the_four_headings():
    assert steps_of(TEXT) == [
        (Stage.CONTAIN, "Take it off the net. All of it.", True, 0),
        (Stage.CONTAIN, "Look around", False, DAYS),
        (Stage.LESSONS, "Write it down", True, 30),
    ]


def test_every_kind_has_a_playbook_that_asks_something_in_each_stage():
    for name, kind in KINDS.items():
        steps = steps_of(find_starter(kind.playbook).text)
        assert {step.stage for step in steps} == set(Stage), name
        assert any(step.required for step in steps if step.stage == Stage.LESSONS), name
        assert kind.severity in Severity.values


@given(st.text(max_size=200))
@settings(max_examples=40)
def test_any_text_is_read(text):
    for step in steps_of(f"## Contain\n\n{text}"):
        assert step.stage in Stage
        assert step.what
        assert 0 <= step.days < 1000


@given(st.lists(st.text("abc XYZ", min_size=1).filter(str.strip), max_size=8))
@settings(max_examples=40)
def test_no_step_is_lost(words):
    text = "## Recover\n\n" + "\n".join(f"- x {each}" for each in words)
    found = [step.what.split() for step in steps_of(text)]
    assert found == [["x", *each.split()] for each in words]
