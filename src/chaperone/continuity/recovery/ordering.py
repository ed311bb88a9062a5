"""Pure: in which order systems come back (45 CFR 164.308(a)(7)(ii)(E)).

What may be away for the shortest time comes first, after everything that it needs; so what is
needed by something urgent is as urgent as that, whatever its own line says.
"""

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple
from uuid import UUID

from chaperone.continuity.recovery.errors import Circle


class Line(NamedTuple):
    """What the order is computed from. ``needs``: ids; those of no line are not heeded."""

    id: UUID
    name: str
    outage_minutes: int
    needs: Sequence[UUID] = ()


class Step(NamedTuple):
    """A system in its place. ``within``: in minutes, by when it must be back for all that needs
    it; ``because``: the id of the most urgent system that needs it, where that is more urgent
    than the system itself.
    """

    number: int
    id: UUID
    within: int
    because: UUID | None


def in_order(lines: Iterable[Line]) -> list[Step]:
    """The order of recovery, the same whatever the order of ``lines``.

    Raises ``Circle``, which names the systems that wait for each other.
    """
    known = {line.id: line for line in lines}
    needs = {each.id: _needs(each, known) for each in known.values()}
    needed_by = _turned(needs)
    waiting = {each: len(needed) for each, needed in needs.items()}
    # Nothing is as urgent as what it needs until that was asked, so from the dependents down.
    urgency = _urgency(known, needs, needed_by)
    ready = [_place(known[each], urgency) for each, count in waiting.items() if not count]
    heapify(ready)
    steps: list[Step] = []
    while ready:
        within, _, _, found = heappop(ready)
        because = urgency[found][1]
        steps.append(Step(len(steps) + 1, found, within, because if because != found else None))
        for each in needed_by[found]:
            waiting[each] -= 1
            if not waiting[each]:
                heappush(ready, _place(known[each], urgency))
    return steps


def _needs(line: Line, known: Mapping[UUID, Line]) -> set[UUID]:
    return {each for each in line.needs if each in known}


def _turned(needs: Mapping[UUID, set[UUID]]) -> dict[UUID, set[UUID]]:
    needed_by: dict[UUID, set[UUID]] = {each: set() for each in needs}
    for each, needed in needs.items():
        for other in needed:
            needed_by[other].add(each)
    return needed_by


def _urgency(
    known: Mapping[UUID, Line],
    needs: Mapping[UUID, set[UUID]],
    needed_by: Mapping[UUID, set[UUID]],
) -> dict[UUID, tuple[int, UUID]]:
    """For each the shortest outage that it or anything that needs it bears, and whose that is."""
    left = {each: len(dependents) for each, dependents in needed_by.items()}
    free = [each for each, count in left.items() if not count]
    found: dict[UUID, tuple[int, UUID]] = {}
    while free:
        each = free.pop()
        own = (known[each].outage_minutes, each)
        above = [found[other] for other in needed_by[each]]
        closest = min(above, key=lambda one: (one[0], known[one[1]].name, one[1]), default=own)
        found[each] = closest if closest[0] < own[0] else own
        for other in needs[each]:
            left[other] -= 1
            if not left[other]:
                free.append(other)
    if len(found) < len(known):
        raise Circle([known[each].name for each in _circle(needs, set(known) - set(found))])
    return found


def _circle(needs: Mapping[UUID, set[UUID]], among: set[UUID]) -> list[UUID]:
    """One circle among these, beginning with the smallest id, each before what it needs."""
    # Whoever is left waits for a circle or stands in one, by what needs it: going that way ends in
    # one only if every step stays among those that are needed within.
    inside = set(among)
    while unneeding := {each for each in inside if not needs[each] & inside}:
        inside -= unneeding
    path = [min(inside)]
    while (following := min(needs[path[-1]] & inside)) not in path:
        path.append(following)
    circle = path[path.index(following) :]
    start = circle.index(min(circle))
    return circle[start:] + circle[:start]


def _place(line: Line, urgency: Mapping[UUID, tuple[int, UUID]]) -> tuple[int, int, str, UUID]:
    return urgency[line.id][0], line.outage_minutes, line.name, line.id
