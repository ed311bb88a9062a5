"""What workers run for notices."""

from uuid import UUID

from procrastinate.contrib.django import app

from chaperone.notices.actions import deliver as delivering


@app.task(name="notices.deliver")
def deliver(*, organization_id: str) -> None:
    """Sends every notice of the organization that is due."""
    delivering.deliver(organization_id=UUID(organization_id))


@app.periodic(cron="* * * * * */10", periodic_id="notices")
@app.task(name="notices.sweep", queueing_lock="notices.sweep", pass_context=False)
def sweep(timestamp: int) -> None:  # noqa: ARG001  # given by the schedule
    """Finds what is to be tried again, and what a lost nudge or a process that ended has left."""
    delivering.deliver_everywhere()
