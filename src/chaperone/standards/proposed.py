"""The Security Rule as *proposed* in 2025 (90 FR 898): a second catalogue, of nothing in force.

In our own words. Where a collector answers the same thing today, a proposed rule rests on it; what
it does not answer of it is said as well.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from chaperone.standards.catalogue import find

LABEL = "Proposed"
"""What stands beside each of them, wherever it is shown."""


class Notice(NamedTuple):
    """The notice of proposed rulemaking. ``standing``: how far it has come, as far as we know."""

    citation: str
    published_on: date
    title: str
    rin: str
    standing: str


class Proposed(NamedTuple):
    """A standard or specification of the notice.

    ``paragraph``: where it would stand in 45 CFR; ``every``: times that it names; ``rests_on``:
    citations of the rule in force that answer it today, none where it is not evaluated;
    ``beyond``: what they do not answer of it, empty where that is nothing we know.
    """

    paragraph: str
    name: str
    text: str
    every: str
    rests_on: tuple[str, ...]
    beyond: str

    @property
    def is_evaluated(self) -> bool:
        """Whether anything that is evaluated today answers it."""
        return bool(self.rests_on)


def notice() -> Notice:
    """Where all of it was proposed."""
    return Notice(**_loaded()["notice"])


@cache
def all_proposed() -> tuple[Proposed, ...]:
    """Every rule of the notice that we know of, in the order of its paragraphs.

    Raises ``NoSuchStandard`` where one rests on what the catalogue does not have.
    """
    return tuple(map(_proposed, _loaded()["rule"]))


def proposed_beside(citation: str) -> tuple[Proposed, ...]:
    """What is proposed that rests on a standard in force."""
    return tuple(each for each in all_proposed() if citation in each.rests_on)


def _proposed(row: Mapping[str, Any]) -> Proposed:
    for citation in row["rests_on"]:
        find(citation)
    return Proposed(
        paragraph=row["paragraph"],
        name=row["name"],
        text=row["text"],
        every=row.get("every", ""),
        rests_on=tuple(row["rests_on"]),
        beyond=row["beyond"],
    )


@cache
def _loaded() -> Mapping[str, Any]:
    return tomllib.loads(files("chaperone.standards").joinpath("proposed.toml").read_text("utf-8"))
