"""What workers run for incidents. Nudges name an organization; its tables carry the work."""

from uuid import UUID

from procrastinate.contrib.django import app

from chaperone.incidents.assessing.actions.escalate import escalate
from chaperone.incidents.containment.keys import make_keys, make_keys_everywhere
from chaperone.incidents.containment.ways import KEYS_TASK
from chaperone.incidents.notifying.actions.emailing import send_emails
from chaperone.incidents.notifying.actions.printing import make_letters
from chaperone.incidents.notifying.actions.sending import EMAILS, LETTERS, TEXTS
from chaperone.incidents.notifying.actions.texting import send_texts
from chaperone.incidents.reports.actions.escalating import escalate_everywhere
from chaperone.incidents.reports.actions.texting import TEXTS as REPORT_TEXTS
from chaperone.incidents.reports.actions.texting import follow_report_texts, send_report_texts
from chaperone.organizations.queries import organizations_all


@app.task(name=KEYS_TASK)
def keys(*, organization_id: str) -> None:
    """Makes the keys that an incident asked for."""
    make_keys(organization_id=UUID(organization_id))


@app.task(name=REPORT_TEXTS)
def report_texts(*, organization_id: str) -> None:
    """Sends what officers text back to members who reported."""
    send_report_texts(organization_id=UUID(organization_id))


@app.periodic(cron="*/5 * * * *", periodic_id="incidents")
@app.task(name="incidents.sweep", queueing_lock="incidents.sweep", pass_context=False)
def sweep(timestamp: int) -> None:  # noqa: ARG001  # given by the schedule
    """Tells again of reports that nobody took up in time; finds what a lost nudge left."""
    escalate_everywhere()
    for organization_id in organizations_all():
        send_report_texts(organization_id=organization_id)
        follow_report_texts(organization_id=organization_id)
    make_keys_everywhere()


@app.task(name=LETTERS)
def letters(*, organization_id: str) -> None:
    """Makes the files of letters about a breach that wait."""
    make_letters(organization_id=UUID(organization_id))


@app.task(name=EMAILS)
def emails(*, organization_id: str) -> None:
    """Sends the e-mails about a breach that wait."""
    send_emails(organization_id=UUID(organization_id))


@app.task(name=TEXTS)
def texts(*, organization_id: str) -> None:
    """Sends the texts about a breach that wait."""
    send_texts(organization_id=UUID(organization_id))


@app.periodic(cron="*/15 * * * *", periodic_id="breaches")
@app.task(
    name="incidents.sweep_breaches", queueing_lock="incidents.sweep_breaches", pass_context=False
)
def sweep_breaches(timestamp: int) -> None:  # noqa: ARG001  # given by the schedule
    """Finds what a lost nudge left, and the deadlines of breaches that run out."""
    for organization_id in organizations_all():
        escalate(organization_id=organization_id)
        make_letters(organization_id=organization_id)
        send_emails(organization_id=organization_id)
        send_texts(organization_id=organization_id)
