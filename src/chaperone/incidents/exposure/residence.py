"""In how many members of each state a breach is counted (45 CFR 164.406(a), 164.408)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from chaperone.members.particulars import STATES

NOT_KNOWN = "not known"


def by_state(states: Mapping[UUID, str], members: Iterable[UUID]) -> dict[str, int]:
    """How many of these live in each state; those of whom it is not known as such."""
    return dict(Counter(states.get(member, NOT_KNOWN) for member in members))


def by_name(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    """The same for people: the states by name, most first; last of how many it is not known."""
    known = [(STATES.get(code, code), n) for code, n in counted.items() if code != NOT_KNOWN]
    unknown = counted.get(NOT_KNOWN, 0)
    return [
        *sorted(known, key=lambda each: (-each[1], each[0])),
        *([("Not known", unknown)] if unknown else []),
    ]
