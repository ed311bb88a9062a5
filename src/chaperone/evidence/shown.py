"""How standards stand, in the shape that pages and reports show it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from chaperone.evidence.collecting import Status
from chaperone.evidence.freezing.queries import Point, readings
from chaperone.evidence.models import Plan, Reading
from chaperone.evidence.standing.queries import plans
from chaperone.ledger.actors import Actor
from chaperone.standards.catalogue import Level, Standard, all_standards

# What is to be done first: what is not met, then what nobody could tell, then what wants a look.
URGENCY = (Status.NOT_MET, Status.NOT_EVALUATED, Status.ATTENTION)
_LEVELS = (Level.REQUIRED, Level.STANDARD, Level.GENERAL, Level.ADDRESSABLE, Level.DEFINITION)


class Line(NamedTuple):
    """A standard, how it stands, and who sees to it."""

    standard: Standard
    reading: Reading | None
    plan: Plan | None

    @property
    def status(self) -> str:
        """Its status; what was never computed is not evaluated."""
        return self.reading.status if self.reading else str(Status.NOT_EVALUATED)

    @property
    def stands(self) -> bool:
        """Whether nothing is to be done about it."""
        return self.status in (Status.MET, Status.NOT_APPLICABLE)


class Family(NamedTuple):
    """The standards of one part of the rules, with how many have which status."""

    name: str
    counts: Mapping[str, int]
    lines: list[Line]


def lines(actor: Actor) -> list[Line]:
    """All standards in the order of the rules. Two queries."""
    found, planned = readings(actor), plans(actor)
    return [
        Line(each, found.get(each.citation), planned.get(each.citation)) for each in all_standards()
    ]


def families(found: Iterable[Line]) -> list[Family]:
    """The lines by part of the rules, in the order in which those come."""
    parts: dict[str, list[Line]] = {}
    for line in found:
        parts.setdefault(line.standard.section, []).append(line)
    return [Family(name, counts(part), part) for name, part in parts.items()]


def counts(found: Iterable[Line]) -> dict[str, int]:
    """How many have which status, the best first, without those that nothing has."""
    statuses = [line.status for line in found]
    return {str(each): statuses.count(each) for each in Status if each in statuses}


def first_of(found: Iterable[Line], most: int) -> list[Line]:
    """What is to be done first: by status, by what the rule leaves open, by how long it lasts."""
    open_ones = [line for line in found if not line.stands and line.reading]
    return sorted(open_ones, key=_urgency)[:most]


def share_met(point: Point) -> float:
    """Which share of what applies was met, in percent."""
    met = point.statuses.get(Status.MET, 0)
    applies = sum(point.statuses.values()) - point.statuses.get(Status.NOT_APPLICABLE, 0)
    return 100 * met / applies if applies else 0


def people_in(found: Iterable[Line]) -> set[UUID]:
    """Who sees to any of them."""
    return {line.plan.owner_id for line in found if line.plan}


def _urgency(line: Line) -> tuple[int, int, float]:
    assert line.reading is not None
    return (
        URGENCY.index(Status(line.status)),
        _LEVELS.index(line.standard.level),
        line.reading.since.timestamp(),
    )
