"""What workers run for this room."""

from procrastinate.contrib.django import app

from chaperone.risks.actions.assets import look_everywhere


@app.periodic(cron="23 4 * * *", periodic_id="risks.assets")
@app.task(name="risks.assets", queueing_lock="risks.assets", pass_context=False)
def assets(timestamp: int) -> None:  # noqa: ARG001  # given by the schedule
    """Looks once a day for what every organization runs on."""
    look_everywhere()
