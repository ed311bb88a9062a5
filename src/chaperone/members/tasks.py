"""What workers run for this room."""

from uuid import UUID

from procrastinate.contrib.django import app

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.jobs.actions import nudge
from chaperone.members.uploads import purge_uploads
from chaperone.organizations.queries import organizations_all
from chaperone.retention.actions import anything_due, carry_out


@app.periodic(cron="*/10 * * * *", periodic_id="members")
@app.task(name="members.sweep", queueing_lock="members.sweep", pass_context=False)
def sweep(timestamp: int) -> None:  # noqa: ARG001  # given by the schedule
    """Removes uploaded files whose time is over, and finds destructions that a lost nudge left."""
    for organization_id in organizations_all():
        with acting_for(worker(organization_id)):
            purge_uploads(organization_id=organization_id)
            if anything_due(organization_id=organization_id):
                nudge("members.destroy", organization_id=organization_id)


@app.task(name="members.destroy")
def destroy(*, organization_id: str) -> None:
    """Carries out what was approved: members' data is destroyed."""
    carry_out(organization_id=UUID(organization_id))
