"""What workers run for this room."""

from uuid import UUID

from procrastinate.contrib.django import app

from chaperone.database.identifiers import PLATFORM
from chaperone.jobs.actions import nudge, nudge_last
from chaperone.jobs.steady import at_most_every
from chaperone.retention.purging.actions import TASK, Progress, begin_daily, carry_on
from chaperone.retention.registry import organizations

LOOK = "retention.look"


@at_most_every(60.0)
def look_each_minute() -> None:
    """Has a worker look for what is due, by the steady clock: the schedule of tasks stands still
    after the wall clock was put back.
    """
    nudge(LOOK)


@app.task(name=LOOK)
def look() -> None:
    """Begins each organization's run of the day, and finds runs that a lost nudge left."""
    for organization_id in (PLATFORM, *organizations()):
        if begin_daily(organization_id=organization_id):
            nudge_last(TASK, organization_id=organization_id)


@app.task(name=TASK)
def purge(*, organization_id: str) -> None:
    """One slice of the organization's run, and a nudge for the next, behind all else that waits."""
    if carry_on(organization_id=UUID(organization_id)) is Progress.MORE:
        nudge_last(TASK, organization_id=UUID(organization_id))
