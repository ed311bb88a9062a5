"""What workers run for accounts."""

from procrastinate.contrib.django import app

from chaperone.accounts.actions.changes import TELL_TASK, tell_next
from chaperone.accounts.actions.clearing import clear_away
from chaperone.accounts.actions.links import MAIL_TASK
from chaperone.accounts.actions.mailing import mail_next


@app.periodic(cron="* * * * *")
@app.task(name=MAIL_TASK, queueing_lock=MAIL_TASK)
def mail(timestamp: int | None = None) -> None:  # noqa: ARG001  by the schedule
    """Mails every link that waits; each minute it finds what a lost nudge left."""
    while mail_next():
        pass


@app.periodic(cron="* * * * *")
@app.task(name=TELL_TASK, queueing_lock=TELL_TASK)
def tell(timestamp: int | None = None) -> None:  # noqa: ARG001  by the schedule
    """Tells people what was changed about how they sign in; as above."""
    while tell_next():
        pass


@app.periodic(cron="17 * * * *")
@app.task(name="accounts.clear", queueing_lock="accounts.clear")
def clear(timestamp: int) -> None:  # noqa: ARG001  given by the schedule
    """Clears away what has run out."""
    clear_away()
