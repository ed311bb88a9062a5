"""The standards and implementation specifications of 45 CFR part 164, subparts C and D.

Loaded at the first question and kept. Where the texts and mappings come from: ``SOURCES.md``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from chaperone.standards.errors import NoSuchStandard


class Level(StrEnum):
    """How much room a rule leaves (45 CFR 164.306(d))."""

    STANDARD = "standard"
    REQUIRED = "R"
    ADDRESSABLE = "A"
    GENERAL = "general"
    DEFINITION = "definition"

    @property
    def label(self) -> str:
        """The level in a word."""
        return "Required" if self is Level.REQUIRED else _LABELS.get(self, self.value.capitalize())


_LABELS = {Level.ADDRESSABLE: "Addressable"}


@dataclass(frozen=True, slots=True)
class Activity:
    """A key activity of NIST SP 800-66 Rev. 2 for a standard, with its sample questions."""

    activity: str
    description: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standard:
    """One rule. ``citation`` is without "45 CFR", such as ``164.312(a)(2)(iv)``.

    ``specification``: the implementation specification's name; None for a standard as a whole.
    ``controls``: of NIST SP 800-53 Rev. 5; ``outcomes``: of the NIST CSF 2.0; ``checks``: names
    of prowler's checks by cloud. ``source``: where it was published, as far as it is known.
    """

    citation: str
    rule: str
    section: str
    standard: str
    specification: str | None
    level: Level
    text: str
    controls: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    activities: tuple[Activity, ...] = ()
    checks: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    source: str = ""

    @property
    def name(self) -> str:
        """What people call it: the specification's name, else the standard's."""
        return self.specification or self.standard


def all_standards() -> tuple[Standard, ...]:
    """Every rule of the catalogue, in the order of the regulation's subparts."""
    return _loaded()


def find(citation: str) -> Standard:
    """The rule with exactly this citation. Raises ``NoSuchStandard``."""
    found = _by_citation().get(citation)
    if found is None:
        raise NoSuchStandard(citation)
    return found


def addressable() -> tuple[Standard, ...]:
    """The specifications on which an organization must decide (45 CFR 164.306(d)(3))."""
    return tuple(each for each in all_standards() if each.level is Level.ADDRESSABLE)


@cache
def _loaded() -> tuple[Standard, ...]:
    rows = json.loads(files("chaperone.standards").joinpath("hipaa_controls.json").read_bytes())
    return tuple(map(_standard, rows))


@cache
def _by_citation() -> Mapping[str, Standard]:
    return MappingProxyType({each.citation: each for each in _loaded()})


def _standard(row: dict[str, Any]) -> Standard:
    return Standard(
        citation=row["citation"],
        rule=row["rule"],
        section=row["section"],
        standard=row["standard"],
        specification=row["specification"],
        level=Level(row["level"]),
        text=row["text"],
        controls=tuple(row["maps_to_800_53"]),
        outcomes=tuple(row["maps_to_csf"]),
        activities=tuple(map(_activity, row["sp800_66r2_activities"])),
        checks=MappingProxyType({cloud: tuple(of) for cloud, of in row["prowler_checks"].items()}),
        source=row["fr_source"].strip("[]"),
    )


def _activity(row: dict[str, Any]) -> Activity:
    return Activity(row["activity"], row["description"], tuple(row["questions"]))
