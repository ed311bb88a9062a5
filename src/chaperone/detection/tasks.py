"""What workers run for this room."""

from procrastinate.contrib.django import app

from chaperone.detection.alerts.actions.calling import call_everywhere
from chaperone.detection.requests.looking import look_at_requests
from chaperone.detection.reviews.actions import draw_everywhere


@app.periodic(cron="* * * * *", periodic_id="detection.call")
@app.task(name="detection.call", queueing_lock="detection.call", pass_context=False)
def call(timestamp: int) -> None:  # noqa: ARG001  # given by the schedule
    """Tells again of alerts that nobody has taken up."""
    call_everywhere()


@app.periodic(cron="* * * * *", periodic_id="detection.requests")
@app.task(name="detection.requests", queueing_lock="detection.requests", pass_context=False)
def requests(timestamp: int) -> None:  # noqa: ARG001  # given by the schedule
    """Sums up whose requests were refused again and again."""
    look_at_requests()


@app.periodic(cron="23 * * * *", periodic_id="detection.review")
@app.task(name="detection.review", queueing_lock="detection.review", pass_context=False)
def review(timestamp: int) -> None:  # noqa: ARG001  # given by the schedule
    """Puts the week together that is over, wherever it is Monday by now."""
    draw_everywhere()
