"""What workers run for this room."""

from procrastinate.contrib.django import app

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.organizations.queries import organizations_all
from chaperone.registers.actions.importing import purge_uploads


@app.periodic(cron="*/10 * * * *", periodic_id="registers")
@app.task(name="registers.sweep", queueing_lock="registers.sweep", pass_context=False)
def sweep(timestamp: int) -> None:  # noqa: ARG001  # given by the schedule
    """Removes uploaded files whose time is over."""
    for organization_id in organizations_all():
        with acting_for(worker(organization_id)):
            purge_uploads(organization_id=organization_id)
