"""Pure: what we propose for each addressable specification, from ``specifications.toml``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple


class Proposal(NamedTuple):
    """A proposal, true of this platform as it is: the organization decides."""

    choice: str
    reasoning: str


@cache
def proposals() -> Mapping[str, Proposal]:
    """The proposals by citation."""
    text = files("chaperone.risks").joinpath("specifications.toml").read_text("utf-8")
    rows = tomllib.loads(text)["specification"]
    return MappingProxyType(
        {row["citation"]: Proposal(row["decision"], row["reasoning"]) for row in rows}
    )
