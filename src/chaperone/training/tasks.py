"""What workers run for training."""

from procrastinate.contrib.django import app

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.organizations.queries import organizations_all
from chaperone.training.actions.assigning import assign_renewals
from chaperone.training.actions.reminding import remind, send_note


@app.periodic(cron="11 * * * *", periodic_id="training")
@app.task(name="training.sweep", queueing_lock="training.sweep", pass_context=False)
def sweep(timestamp: int) -> None:  # noqa: ARG001  given by the schedule
    """Asks anew who must renew, reminds, and sends security notes. Safe to repeat."""
    for organization_id in organizations_all():
        actor = worker(organization_id)
        for verb in (assign_renewals, remind, send_note):
            with acting_for(actor):
                verb(actor=actor)
