from procrastinate.contrib.django import app

from chaperone.carriers.aws import subscriptions
from chaperone.carriers.aws.actions import CONFIRM_TASK


@app.periodic(cron="* * * * *")
@app.task(name=CONFIRM_TASK, queueing_lock=CONFIRM_TASK)
def confirm_subscriptions(timestamp: int | None = None) -> None:  # noqa: ARG001  by the schedule
    """Confirms the SNS subscriptions that wait; each minute it finds what a lost nudge left."""
    subscriptions.confirm_subscriptions()
