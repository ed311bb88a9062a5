from procrastinate.contrib.django import app

from chaperone.carriers.aws import subscriptions
from chaperone.carriers.aws.actions import CONFIRM_TASK, PURGE_TASK, purge_envelopes


@app.periodic(cron="* * * * *")
@app.task(name=CONFIRM_TASK, queueing_lock=CONFIRM_TASK)
def confirm_subscriptions(timestamp: int | None = None) -> None:  # noqa: ARG001  by the schedule
    """Confirms the SNS subscriptions that wait; each minute it finds what a lost nudge left."""
    subscriptions.confirm_subscriptions()


@app.periodic(cron="*/10 * * * *")
@app.task(name=PURGE_TASK, queueing_lock=PURGE_TASK)
def purge(timestamp: int | None = None) -> None:  # noqa: ARG001  by the schedule
    """Forgets old envelopes, batch after batch, each in a transaction of its own."""
    while purge_envelopes():
        pass
