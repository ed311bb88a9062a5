"""What workers run for this room."""

from procrastinate.contrib.django import app

from chaperone.detection.alerts.actions.calling import call_everywhere
from chaperone.detection.reviews.actions import draw_everywhere


@app.periodic(cron="* * * * *", periodic_id="detection.call")
@app.task(name="detection.call", queueing_lock="detection.call", pass_context=False)
def call(timestamp: int) -> None:  # noqa: ARG001  # given by the schedule
    """Tells again of alerts that nobody has taken up."""
    call_everywhere()


@app.periodic(cron="23 * * * *", periodic_id="detection.review")
@app.task(name="detection.review", queueing_lock="detection.review", pass_context=False)
def review(timestamp: int) -> None:  # noqa: ARG001  # given by the schedule
    """Puts the week together that is over, wherever it is Monday by now."""
    draw_everywhere()
