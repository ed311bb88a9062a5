"""Pure: threats, weaknesses, scales and penalties, from the files in ``catalogue/``."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NamedTuple


class Step(NamedTuple):
    """A step of a scale, 1 to 5; ``accept_days``: of levels, how long one may be accepted."""

    level: int
    name: str
    text: str
    accept_days: int = 0


class Scales(NamedTuple):
    """What the steps of likelihood, impact and level of risk mean, lowest first."""

    likelihood: tuple[Step, ...]
    impact: tuple[Step, ...]
    level: tuple[Step, ...]


class Threat(NamedTuple):
    """What may happen, by the kind of source (NIST SP 800-30 Rev. 1, Table D-2)."""

    id: str
    kind: str
    name: str
    text: str
    tables: tuple[str, ...] = ()


class Vulnerability(NamedTuple):
    """A weakness or a condition that lets it happen (the same, Appendix F)."""

    id: str
    kind: str
    name: str
    text: str
    lowered_by: str = ""


class Tier(NamedTuple):
    """What one violation costs by culpability, and all of one provision in a year, in dollars."""

    id: str
    citation: str
    name: str
    text: str
    least: int
    most: int
    year: int
    year_by_discretion: int

    @property
    def one(self) -> str:
        """What one violation costs, for people."""
        return f"${self.least:,} to ${self.most:,}"

    @property
    def whole_year(self) -> str:
        """What all violations of one provision in a year cost at most."""
        return f"${self.year:,}"

    @property
    def by_discretion(self) -> str:
        """The same as the Department has said it will not exceed; empty where that is no less."""
        return f"${self.year_by_discretion:,}" if self.year_by_discretion < self.year else ""


class Penalties(NamedTuple):
    """Civil money penalties (45 CFR 160.404), dated: the amounts are adjusted about once a year."""

    as_of: date
    checked_on: date
    citation: str
    source: str
    url: str
    discretion: str
    discretion_url: str
    applies: str
    tiers: tuple[Tier, ...]


@cache
def scales() -> Scales:
    """The three scales."""
    data = _read("scales")
    return Scales(*(tuple(Step(**row) for row in data[name]) for name in Scales._fields))


@cache
def threats() -> Mapping[str, Threat]:
    """All threats by id, in the file's order."""
    rows = _read("threats")["threat"]
    found = [Threat(**row | {"tables": tuple(row.get("tables", ()))}) for row in rows]
    return MappingProxyType({each.id: each for each in found})


@cache
def vulnerabilities() -> Mapping[str, Vulnerability]:
    """All weaknesses by id, in the file's order."""
    found = [Vulnerability(**row) for row in _read("vulnerabilities")["vulnerability"]]
    return MappingProxyType({each.id: each for each in found})


@cache
def penalties() -> Penalties:
    """What a violation can cost."""
    data = _read("penalties")
    tiers = tuple(Tier(**row) for row in data.pop("tier"))
    return Penalties(**data, tiers=tiers)


def _read(name: str) -> dict[str, Any]:
    folder = files("chaperone.risks").joinpath("catalogue")
    return tomllib.loads(folder.joinpath(f"{name}.toml").read_text("utf-8"))
