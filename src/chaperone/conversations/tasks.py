"""What workers run. Nudges name an organization; its tables say what is to be done."""

from uuid import UUID

from procrastinate.contrib.django import app

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.conversations.actions.answer import answer_batch
from chaperone.conversations.actions.follow import follow_all
from chaperone.conversations.actions.send import recover, send_batch
from chaperone.conversations.queries.presence import forget_who_looked
from chaperone.conversations.queries.waiting import anything_due, anything_sendable
from chaperone.jobs.actions import nudge
from chaperone.organizations.queries import organizations_all


@app.task(name="conversations.answer")
def answer(*, organization_id: str) -> None:
    """Handles every text that waits in the organization."""
    while answer_batch(organization_id=UUID(organization_id)):
        pass


@app.task(name="conversations.send")
def send(*, organization_id: str) -> None:
    """Sends every text that waits in the organization's outbox."""
    while send_batch(organization_id=UUID(organization_id)):
        pass


@app.periodic(cron="* * * * * */10", periodic_id="conversations")
@app.task(name="conversations.sweep", queueing_lock="conversations.sweep", pass_context=False)
def sweep(timestamp: int) -> None:  # noqa: ARG001  # given by the schedule
    """Finds what a lost nudge or a process that ended has left, in every organization."""
    for organization_id in organizations_all():
        recover(organization_id=organization_id)
        with acting_for(worker(organization_id)):
            forget_who_looked(organization_id=organization_id)
            follow_all(organization_id=organization_id, actor=worker(organization_id))
        with acting_for(worker(organization_id)):
            if anything_due(organization_id=organization_id):
                nudge("conversations.answer", organization_id=organization_id)
            if anything_sendable(organization_id=organization_id):
                nudge("conversations.send", organization_id=organization_id)
