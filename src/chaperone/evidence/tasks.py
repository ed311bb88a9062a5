"""What workers run for this room."""

from uuid import UUID

from procrastinate.contrib.django import app

from chaperone.evidence.freezing import actions
from chaperone.evidence.packages.actions import MAKE, make_packages
from chaperone.evidence.verifying.actions import is_due, verify_daily
from chaperone.jobs.actions import nudge, nudge_last
from chaperone.jobs.steady import at_most_every
from chaperone.organizations.queries import organizations_all

LOOK, FREEZE, VERIFY = "evidence.look", "evidence.freeze", "evidence.verify"


@at_most_every(60.0)
def look_each_minute() -> None:
    """Has a worker look for what is due, by the steady clock: the schedule of tasks stands still
    after the wall clock was put back.
    """
    nudge(LOOK)


@app.task(name=LOOK)
def look() -> None:
    """Finds organizations whose day is not frozen, and what a lost nudge left; and whether the
    ledger is to be verified.
    """
    if is_due():
        nudge_last(VERIFY)
    for organization_id in organizations_all():
        if actions.is_due(organization_id=organization_id):
            nudge_last(FREEZE, organization_id=organization_id)


@app.task(name=FREEZE)
def freeze(*, organization_id: str) -> None:
    """Freezes the organization's day, and keeps the checkpoint of days that wait for one."""
    actions.freeze_day(organization_id=UUID(organization_id))
    actions.note_days(organization_id=UUID(organization_id))
    actions.carry_out(organization_id=UUID(organization_id))


@app.task(name=actions.COLLECT)
def collect(*, organization_id: str) -> None:
    """Computes everything, where somebody asked for it."""
    actions.carry_out(organization_id=UUID(organization_id))


@app.task(name=MAKE)
def make(*, organization_id: str) -> None:
    """Makes the packages that people asked for."""
    make_packages(organization_id=UUID(organization_id))


@app.task(name=VERIFY)
def verify() -> None:
    """Verifies the whole ledger, once a day."""
    if is_due():
        verify_daily()
