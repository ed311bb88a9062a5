"""What workers run for breaches."""

from uuid import UUID

from procrastinate.contrib.django import app

from chaperone.incidents.assessing.actions.escalate import escalate
from chaperone.incidents.notifying.actions.printing import make_letters
from chaperone.incidents.notifying.actions.sending import LETTERS, TEXTS
from chaperone.incidents.notifying.actions.texting import send_texts
from chaperone.organizations.queries import organizations_all


@app.task(name=LETTERS)
def letters(*, organization_id: str) -> None:
    """Makes the files of letters that an organization waits for."""
    make_letters(organization_id=UUID(organization_id))


@app.task(name=TEXTS)
def texts(*, organization_id: str) -> None:
    """Sends the texts about breaches that an organization's members wait for."""
    send_texts(organization_id=UUID(organization_id))


@app.periodic(cron="*/15 * * * *", periodic_id="incidents.breaches")
@app.task(
    name="incidents.sweep_breaches", queueing_lock="incidents.sweep_breaches", pass_context=False
)
def sweep(timestamp: int) -> None:  # noqa: ARG001  # given by the schedule
    """Finds what a lost nudge left, and the deadlines that run out."""
    for organization_id in organizations_all():
        escalate(organization_id=organization_id)
        make_letters(organization_id=organization_id)
        send_texts(organization_id=organization_id)
