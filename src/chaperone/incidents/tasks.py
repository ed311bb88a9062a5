"""What workers run for incidents. Nudges name an organization; its tables carry the work."""

from uuid import UUID

from procrastinate.contrib.django import app

from chaperone.incidents.containment.keys import make_keys, make_keys_everywhere
from chaperone.incidents.containment.ways import KEYS_TASK
from chaperone.incidents.reports.actions.escalating import escalate_everywhere


@app.task(name=KEYS_TASK)
def keys(*, organization_id: str) -> None:
    """Makes the keys that an incident asked for."""
    make_keys(organization_id=UUID(organization_id))


@app.periodic(cron="*/5 * * * *", periodic_id="incidents")
@app.task(name="incidents.sweep", queueing_lock="incidents.sweep", pass_context=False)
def sweep(timestamp: int) -> None:  # noqa: ARG001  # given by the schedule
    """Tells again of reports that nobody took up in time; makes keys that are still wanted."""
    escalate_everywhere()
    make_keys_everywhere()
