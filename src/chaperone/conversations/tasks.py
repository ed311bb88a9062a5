"""What workers run. Nudges name an organization; its tables say what is to be done."""

import time
from collections.abc import Callable
from uuid import UUID

from procrastinate.contrib.django import app

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.conversations.actions.answer import answer_batch
from chaperone.conversations.actions.ask import ask_all, give_back
from chaperone.conversations.actions.follow import follow_all
from chaperone.conversations.actions.hold import release as release_kept
from chaperone.conversations.actions.hurry import hurry as hurry_on
from chaperone.conversations.actions.send import recover, send_batch
from chaperone.conversations.paging.actions.escalate import escalate, escalate_everywhere
from chaperone.conversations.queries.presence import forget_who_looked
from chaperone.conversations.queries.questions import anything_to_ask
from chaperone.conversations.queries.waiting import anything_due, anything_sendable
from chaperone.conversations.unknown.actions.send import recover_fixed
from chaperone.jobs.actions import nudge
from chaperone.jobs.queues import MODELS
from chaperone.organizations.queries import organizations_all

TURN_SECONDS = 1.0


@app.task(name="conversations.answer")
def answer(*, organization_id: str) -> None:
    """Handles texts that wait in the organization; what is left after a while, in another turn."""
    _in_turn("conversations.answer", answer_batch, UUID(organization_id))


@app.task(name="conversations.ask", queue=MODELS)
def ask(*, organization_id: str) -> None:
    """Asks a model about every text in the organization that waits for one."""
    ask_all(organization_id=UUID(organization_id))


@app.task(name="conversations.send")
def send(*, organization_id: str) -> None:
    """Sends texts that wait in the organization's outbox; the rest in another turn."""
    _in_turn("conversations.send", send_batch, UUID(organization_id))


@app.task(name="conversations.release")
def release(*, organization_id: str) -> None:
    """Lets texts go on that were kept for want of an agreement with the text network."""
    release_kept(organization_id=UUID(organization_id))


@app.task(name="conversations.hurry")
def hurry(*, organization_id: str) -> None:
    """Handles and sends what cannot wait."""
    hurry_on(organization_id=UUID(organization_id))


@app.task(name="conversations.page")
def page(*, organization_id: str) -> None:
    """Calls whoever is to be called to a conversation."""
    escalate(organization_id=UUID(organization_id))


def _in_turn(task_name: str, batch: Callable[..., int], organization_id: UUID) -> None:
    """Works for ``TURN_SECONDS``, then goes behind others in the queue: of what is urgent, and of
    other organizations, nothing waits until a burst is over.
    """
    until = time.monotonic() + TURN_SECONDS
    while batch(organization_id=organization_id):
        if time.monotonic() >= until:
            nudge(task_name, organization_id=organization_id)
            return


@app.periodic(cron="* * * * * */10", periodic_id="conversations")
@app.task(name="conversations.sweep", queueing_lock="conversations.sweep", pass_context=False)
def sweep(timestamp: int) -> None:  # noqa: ARG001  # given by the schedule
    """Finds what a lost nudge or a process that ended has left, in every organization."""
    escalate_everywhere()
    for organization_id in organizations_all():
        recover(organization_id=organization_id)
        recover_fixed(organization_id=organization_id)
        release_kept(organization_id=organization_id)
        with acting_for(worker(organization_id)):
            forget_who_looked(organization_id=organization_id)
            follow_all(organization_id=organization_id, actor=worker(organization_id))
        give_back(organization_id=organization_id)
        with acting_for(worker(organization_id)):
            if anything_to_ask(organization_id=organization_id):
                nudge("conversations.ask", organization_id=organization_id)
            if anything_due(organization_id=organization_id):
                nudge("conversations.answer", organization_id=organization_id)
            if anything_sendable(organization_id=organization_id):
                nudge("conversations.send", organization_id=organization_id)
