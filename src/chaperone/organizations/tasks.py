"""What workers run for this room."""

from procrastinate.contrib.django import app

from chaperone.organizations.keys import sweep


@app.periodic(cron="*/5 * * * *", periodic_id="organizations.keys")
@app.task(name="organizations.keys", queueing_lock="organizations.keys", pass_context=False)
def keys(timestamp: int) -> None:  # noqa: ARG001  # given by the schedule
    """Replaces keys that are old, seals old values anew, destroys what nothing needs."""
    sweep()
