"""What this platform itself is made of, as lines to begin the table with (``starter.toml``)."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from chaperone.continuity.recovery.lengths import minutes_of


class Starter(NamedTuple):
    """A line of the starter set. ``needs``: keys of lines before it."""

    key: str
    name: str
    about: str
    outage_minutes: int
    loss_minutes: int
    needs: tuple[str, ...]
    restored: bool
    how: str
    meanwhile: str


@cache
def all_starters() -> tuple[Starter, ...]:
    """The set, each after what it needs."""
    text = files("chaperone.continuity.recovery").joinpath("starter.toml").read_text("utf-8")
    return tuple(
        Starter(
            key=key,
            name=values["name"],
            about=values["about"],
            outage_minutes=minutes_of(values["away"]),
            loss_minutes=minutes_of(values["lost"]),
            needs=tuple(values.get("needs", ())),
            restored=values.get("restored", True),
            how=values["how"],
            meanwhile=values["meanwhile"],
        )
        for key, values in tomllib.loads(text).items()
    )
