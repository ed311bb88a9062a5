"""What workers run for this room."""

from uuid import UUID

from procrastinate.contrib.django import app

from chaperone.organizations.queries import organizations_all
from chaperone.vendors.actions import watching
from chaperone.vendors.actions.gates import WATCH


@app.task(name=WATCH)
def watch(*, organization_id: str) -> None:
    """Tells the people in charge of an organization that a gate is shut, or opens it again."""
    watching.watch(organization_id=UUID(organization_id))


@app.periodic(cron="* * * * *", periodic_id="vendors")
@app.task(name="vendors.sweep", queueing_lock="vendors.sweep", pass_context=False)
def sweep(timestamp: int) -> None:  # noqa: ARG001  # given by the schedule
    """Finds agreements that ended by themselves, and what a lost nudge left."""
    watching.watch_installation()
    for organization_id in organizations_all():
        watching.watch(organization_id=organization_id)
