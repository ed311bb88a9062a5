"""Periods and people as these pages show them."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from chaperone.access.queries import names_of
from chaperone.retention.classes import registered
from chaperone.retention.models import Hold, Period, Run, Step
from chaperone.retention.periods.queries import Kept
from chaperone.retention.purging.queries import Next

READ, MANAGE, APPROVE = "retention.read", "retention.manage", "retention.approve"
PURPOSE = "operations"
MOST_COUNTED = 100_001
"""How far a page counts; the run counts all."""
_YEAR = 365.25


def lasting(days: int) -> str:
    """A period for people: in years where it is as good as whole years."""
    years = round(days / _YEAR)
    if years and abs(days - years * _YEAR) < 1.1:
        return "1 year" if years == 1 else f"{years} years"
    return "1 day" if days == 1 else f"{days} days"


def label_of(class_name: str) -> str:
    """A class as people call it."""
    kind = registered().get(class_name)
    return kind.label if kind else class_name


class Line(NamedTuple):
    """A class in the list: how long, on whose word, what the last run did, what holds it."""

    kept: Kept
    period: str
    step: Step | None
    held: bool


class HoldLine(NamedTuple):
    """A hold with what it keeps and the names of people."""

    hold: Hold
    what: str
    placed_by: str
    asked_by: str
    released_by: str


class PeriodLine(NamedTuple):
    """A period that somebody set or asked for."""

    period: Period
    label: str
    before: str
    after: str
    asked_by: str
    decided_by: str


class RunLine(NamedTuple):
    """A run with its sums."""

    run: Run
    shared: bool
    by: str
    due: int
    purged: int
    held: int

    @property
    def percent(self) -> int:
        """How far it is."""
        return min(100 * self.purged // self.due, 100) if self.due else 0


class DueLine(NamedTuple):
    """What is due of a class, with how long it is kept."""

    next: Next
    period: str
    rows: str


def hold_lines(holds: Iterable[Hold]) -> list[HoldLine]:
    """Holds for people. One query for all names."""
    rows = list(holds)
    names = _names(
        person
        for each in rows
        for person in (each.placed_by, each.release_asked_by, each.released_by)
    )
    return [
        HoldLine(
            each,
            label_of(each.class_name) if each.class_name else each.get_reach_display(),
            names(each.placed_by),
            names(each.release_asked_by),
            names(each.released_by),
        )
        for each in rows
    ]


def period_lines(periods: Iterable[Period]) -> list[PeriodLine]:
    """Periods for people. One query for all names."""
    rows = list(periods)
    names = _names(person for each in rows for person in (each.asked_by, each.decided_by))
    return [
        PeriodLine(
            each,
            label_of(each.class_name),
            lasting(each.before),
            lasting(each.days),
            names(each.asked_by),
            names(each.decided_by),
        )
        for each in rows
    ]


def run_lines(runs: Iterable[Run], organization_id: UUID) -> list[RunLine]:
    """Runs for people. One query for all names; steps were fetched."""
    rows = list(runs)
    names = _names(each.begun_by for each in rows)
    return [
        RunLine(
            each,
            each.organization_id != organization_id,
            names(each.begun_by) or "the schedule",
            sum(step.due for step in each.steps.all()),
            sum(step.purged for step in each.steps.all()),
            sum(step.held for step in each.steps.all()),
        )
        for each in rows
    ]


def due_line(each: Next) -> DueLine:
    """What is due of a class, for people."""
    rows = f"{each.due.rows:,}"
    if each.due.rows + each.due.held >= MOST_COUNTED:
        rows = f"more than {MOST_COUNTED - 1:,}"
    return DueLine(each, lasting(each.kept.days), rows)


class _Names:
    def __init__(self, people: Iterable[UUID | None]) -> None:
        wanted = {person for person in people if person}
        self._names = names_of(wanted) if wanted else {}

    def __call__(self, person: UUID | None) -> str:
        return self._names.get(person, "somebody who has left") if person else ""


def _names(people: Iterable[UUID | None]) -> _Names:
    return _Names(people)
