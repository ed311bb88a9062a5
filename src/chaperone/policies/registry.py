"""What policies must know of rooms that they may not import, filled from above in
``AppConfig.ready``: the live values behind what texts claim, and who the designated official is.
"""

from collections.abc import Callable
from typing import NamedTuple

from chaperone.ledger.actors import Actor


class Enforcement(NamedTuple):
    """Something of the running system that a text can lean on.

    ``label``: what it is, for people; ``shows``: its value now, in words, in the actor's
    organization; ``route``: the name of the page where it is set or proved, without arguments;
    ``figures``: what was measured, for people; no claim is compared with it.
    """

    name: str
    label: str
    shows: Callable[[Actor], str]
    route: str
    figures: Callable[[Actor], str] = lambda _actor: ""


class Official(NamedTuple):
    """The designated official, as the public may know them (45 CFR 164.530(a)(1), (i))."""

    name: str
    contact: str


_enforcements: dict[str, Enforcement] = {}
_officials: list[Callable[[Actor], Official | None]] = []


def enforces(enforcement: Enforcement) -> None:
    """Registers what a text may claim under its name. Raises ``ValueError`` where it is taken."""
    if enforcement.name in _enforcements:
        raise ValueError(f"{enforcement.name} is registered twice.")
    _enforcements[enforcement.name] = enforcement


def enforcement(name: str) -> Enforcement | None:
    """What is registered under the name."""
    return _enforcements.get(name)


def enforcements() -> tuple[Enforcement, ...]:
    """Everything that a text may claim, by name."""
    return tuple(_enforcements[name] for name in sorted(_enforcements))


def know_official_by(official: Callable[[Actor], Official | None]) -> None:
    """Names who answers for the designated official of the actor's organization."""
    _officials[:] = [official]


def official_of(actor: Actor) -> Official | None:
    """The designated official; None where nobody is designated, or no room answers."""
    return _officials[0](actor) if _officials else None
