"""A course that somebody has begun, which tests need."""

from chaperone.training.actions.taking import begin
from chaperone.training.models import Assignment
from tests.cast import EVERYONE, LAKESIDE, inside


def a_try() -> None:
    """Of one of those who are asked to take a course."""
    with inside(LAKESIDE):
        users = [person.user.id for person in EVERYONE]
        asked = Assignment.objects.filter(
            organization_id=LAKESIDE, user_id__in=users, passed_at=None, ended_at=None
        ).latest("id")
    person = next(each for each in EVERYONE if each.user.id == asked.user_id)
    with person.acting() as actor:
        begin(actor=actor, assignment_id=asked.id)
