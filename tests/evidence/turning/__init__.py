"""Turns: for each collector, what breaks its safeguard by the product's own actions.

A module here for each module of ``evidence/collectors``. Every one of them is tried by
``test_turning.py``: a standard that stood well must turn, and turn back where the turn says how.
"""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple

from chaperone.evidence.collecting import Status
from tests.evidence.scene import Scene

Mend = Callable[[], None]
Break = Callable[[Scene], Mend | None]
"""Breaks a safeguard; returns what mends it again, or None where only time could."""


class Turn(NamedTuple):
    """How standards are broken at once. ``to``: what each must turn to; ``stood``: how it stood
    before, None where that depends on others; ``commits``: it acts as another login, so that
    nothing is taken back, and it must mend all.
    """

    citations: tuple[str, ...]
    break_: Break
    to: Status
    stood: Status | None
    commits: bool

    @property
    def name(self) -> str:
        return f"{self.citations[0]} {self.break_.__name__}"


TURNS: list[Turn] = []


def turns(
    *citations: str,
    to: Status = Status.NOT_MET,
    stood: Status | None = Status.MET,
    commits: bool = False,
) -> Callable[[Break], Break]:
    """Makes a function the turn of these standards, each of which it must turn."""

    def register(break_: Break) -> Break:
        TURNS.append(Turn(citations, break_, to, stood, commits))
        return break_

    return register


def load() -> list[Turn]:
    """Every turn, by citation; those that commit come last."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return sorted(TURNS, key=lambda each: (each.commits, each.name))
