"""What workers run for this room."""

from uuid import UUID

from procrastinate.contrib.django import app

from chaperone.disclosures.departures.actions import deciding
from chaperone.disclosures.departures.actions.destroy import destroy
from chaperone.disclosures.departures.actions.pack import pack
from chaperone.jobs.actions import nudge_last
from chaperone.organizations.queries import organizations_all


@app.task(name=deciding.PACK)
def pack_some(*, organization_id: str) -> None:
    """One part of what is returned, and a nudge for the next, behind all else that waits."""
    if pack(organization_id=UUID(organization_id)):
        nudge_last(deciding.PACK, organization_id=UUID(organization_id))


@app.task(name=deciding.DESTROY)
def destroy_some(*, organization_id: str) -> None:
    """Some members' data, and a nudge for the next."""
    if destroy(organization_id=UUID(organization_id)):
        nudge_last(deciding.DESTROY, organization_id=UUID(organization_id))


@app.periodic(cron="*/10 * * * *", periodic_id="departures")
@app.task(name="disclosures.sweep", queueing_lock="disclosures.sweep", pass_context=False)
def sweep(timestamp: int) -> None:  # noqa: ARG001  # given by the schedule
    """Finds what a lost nudge left, and what waited."""
    for organization_id in organizations_all():
        nudge_last(deciding.PACK, organization_id=organization_id)
        nudge_last(deciding.DESTROY, organization_id=organization_id)
