"""The catalogue says what the regulation says, and nothing cannot be changed by who reads it."""

import re
from collections import Counter
from dataclasses import FrozenInstanceError

import pytest

from chaperone.standards.catalogue import Level, addressable, all_standards, find
from chaperone.standards.errors import NoSuchStandard

_SHAPE = re.compile(r"164\.\d{3}(\([a-e]\)(\(\d\)(\([ivx]+\)(\([A-E]\))?)?)?)?")


def test_it_has_every_rule_once() -> None:
    citations = [each.citation for each in all_standards()]
    assert len(citations) == len(set(citations)) == 91


def test_there_are_as_many_of_each_level_as_the_regulation_has() -> None:
    security = [each for each in all_standards() if each.rule == "Security"]
    assert Counter(each.level for each in security) == {
        Level.STANDARD: 22,
        Level.REQUIRED: 24,
        Level.ADDRESSABLE: 22,
        Level.GENERAL: 5,
    }
    assert len(addressable()) == 22


@pytest.mark.parametrize("standard", all_standards(), ids=lambda each: each.citation)
def test_each_is_whole(standard) -> None:
    assert _SHAPE.fullmatch(standard.citation)
    assert standard.rule in ("Security", "Breach Notification")
    assert standard.standard
    assert standard.section
    assert len(standard.text) > 20
    specification = standard.level in (Level.REQUIRED, Level.ADDRESSABLE)
    assert bool(standard.specification) is specification
    assert standard.name == (standard.specification or standard.standard)
    assert standard.level.label in ("Standard", "Required", "Addressable", "General", "Definition")


def test_security_standards_are_mapped_to_controls() -> None:
    mapped = [e for e in all_standards() if e.rule == "Security" and e.level is not Level.GENERAL]
    assert all(each.controls or each.activities for each in mapped)
    encryption = find("164.312(a)(2)(iv)")
    assert "SC-28" in encryption.controls or "SC-13" in encryption.controls
    assert encryption.activities[0].activity


def test_one_that_is_not_there_is_named() -> None:
    with pytest.raises(NoSuchStandard, match=r"164\.312\(z\)"):
        find("164.312(z)")


def test_nothing_of_it_can_be_changed() -> None:
    standard = find("164.308(a)(8)")
    with pytest.raises(FrozenInstanceError):
        standard.text = "Nothing"
    with pytest.raises(TypeError):
        standard.checks["aws"] = ()
