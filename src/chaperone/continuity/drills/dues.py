"""What falls due about drills: those that failed, are late or too slow; exercises of people."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from chaperone.access.actors import worker
from chaperone.continuity.drills.choosing import first_backup_at
from chaperone.continuity.drills.queries.exercises import (
    latest_by_people,
    latest_restore,
    verdict_of,
)
from chaperone.continuity.frame import MANAGE
from chaperone.continuity.models import Exercise
from chaperone.duties.registry import Due
from chaperone.organizations.days import months_after
from chaperone.organizations.queries import organization_of

CITATION = "45 CFR 164.308(a)(7)(ii)(D)"
LATE = timedelta(days=35)
"""So old is no drill where they run each month. Where the key is kept apart, people run them."""
_FIRST_DRILL = timedelta(days=7)
_SOON = timedelta(days=14)
_FIRST_EXERCISE = timedelta(days=90)
_YEAR = 12
_NOT_MET = {
    "slow": "The last restore drill took longer than may be: see what can be done",
    "lossy": "The last restore drill would have lost more than may be: see what can be done",
    "both": "The last restore drill took and lost more than may be: see what can be done",
}


def dues(organization_id: UUID, until: date) -> Iterator[Due]:
    """What is to be done until the end of that day, in the organization's context."""
    actor = worker(organization_id)
    organization = organization_of(actor)
    zone = ZoneInfo(organization.time_zone)
    last = latest_restore(actor)
    first = first_backup_at() if last is None else None
    if last is not None:
        yield from _about(last, until)
    elif first and first.astimezone(zone).date() + _FIRST_DRILL <= until:
        yield Due(
            key="continuity.first",
            what="Run the first restore drill: no backup has been restored yet",
            due_on=first.astimezone(zone).date() + _FIRST_DRILL,
            route="continuity:overview",
            citation=CITATION,
            permission=MANAGE,
        )
    held = latest_by_people(actor)
    begun = organization.created_at.astimezone(zone).date() + _FIRST_EXERCISE
    due_on = months_after(held.held_on, _YEAR) if held else begun
    if due_on <= until:
        yield Due(
            key=f"continuity.exercise:{due_on.isoformat()}",
            what="Try out the contingency plans around a table, and file it",
            due_on=due_on,
            route="continuity:drills:add",
            citation=CITATION,
            permission=MANAGE,
        )
    rows = Exercise.objects.filter(organization_id=organization_id, done_on=None, due_on__lte=until)
    for row in rows.exclude(next_step="").order_by("due_on", "id"):
        assert row.due_on is not None
        yield _of(row, "step", f"Do what an exercise asked for: {row.next_step}", row.due_on)


def _about(last: Exercise, until: date) -> Iterator[Due]:
    found = verdict_of(last)
    if found == "failed":
        failed = "The last restore drill failed: find out why, and run it again"
        yield _of(last, "failed", failed, last.held_on)
    elif found in _NOT_MET and last.held_on + _SOON <= until:
        yield _of(last, "not_met", _NOT_MET[found], last.held_on + _SOON)
    if last.held_on + LATE <= until:
        late = "Run a restore drill: none has run for five weeks"
        yield _of(last, "late", late, last.held_on + LATE)


def _of(exercise: Exercise, kind: str, what: str, due_on: date) -> Due:
    return Due(
        key=f"continuity.{kind}:{exercise.id}",
        what=what[:200],
        due_on=due_on,
        route="continuity:drills:exercise",
        arguments={"exercise_id": str(exercise.id)},
        citation=CITATION,
        owner=exercise.owner_id,
        permission=MANAGE,
    )
