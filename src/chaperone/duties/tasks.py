"""What workers run for this room."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from chaperone.duties.actions.remind import remind
from chaperone.organizations.queries import organizations_all

_log = logging.getLogger(__name__)


@app.periodic(cron="12 * * * *", periodic_id="duties")
@app.task(name="duties.remind", queueing_lock="duties.remind", pass_context=False)
def remind_everywhere(timestamp: int) -> None:  # noqa: ARG001  # given by the schedule
    """Reminds people of what falls due. One organization whose list fails stops no other; the task
    fails in the end, so that it is seen.
    """
    failed = []
    for organization_id in organizations_all():
        try:
            remind(organization_id=organization_id, now=timezone.now())
        except Exception as problem:  # noqa: BLE001
            _log.error("Reminders of %s: %s", organization_id, type(problem))
            failed.append(problem)
    if failed:
        raise ExceptionGroup("Reminders could not be made", failed)
