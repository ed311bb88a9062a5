"""One thing that a policy may lean on."""

from collections.abc import Callable
from typing import NamedTuple

from chaperone.ledger.actors import Actor


class Enforced(NamedTuple):
    """``shows``: the value in force now in the actor's organization, in words; it enters no
    context and opens nothing. ``route``: the page where it is set or seen, without arguments.
    ``figures``: what was measured, shown beside it and compared with nothing.
    """

    name: str
    label: str
    shows: Callable[[Actor], str]
    route: str
    figures: Callable[[Actor], str] = lambda _actor: ""
