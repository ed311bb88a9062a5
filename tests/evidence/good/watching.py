"""The rules look at the record, and a week's activity is signed off."""

from datetime import timedelta

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.detection.alerts.queries.noise import monday_of
from chaperone.detection.reviews.actions import draw, sign_review
from chaperone.detection.scanning.streaming import look
from chaperone.organizations.days import today_of
from tests.cast import LAKESIDE, samuel
from tests.evidence.good import makes_good
from tests.evidence.scene import Scene


@makes_good
def everything_that_has_a_place_is_looked_at(scene: Scene) -> None:
    with scene.as_login("worker"):
        while look(LAKESIDE) is not None:
            pass


@makes_good
def last_weeks_activity_is_signed_off(scene: Scene) -> None:
    sign(draw_week(scene, weeks_ago=1))


def draw_week(scene: Scene, *, weeks_ago: int):  # type: ignore[no-untyped-def]
    """The review of a week, as the worker draws it."""
    actor = worker(LAKESIDE)
    with scene.as_login("worker"), acting_for(actor):
        first_day = monday_of(today_of(actor)) - timedelta(weeks=weeks_ago)
        return draw(actor=actor, first_day=first_day)


def sign(review) -> None:  # type: ignore[no-untyped-def]
    """Signed by the officer; nothing was drawn that had to be judged."""
    with samuel.acting() as officer:
        sign_review(actor=officer, review_id=review.id, factor="totp")
