"""Who is called when a member is in danger: two coaches in turn, from last week on."""

from datetime import timedelta

from chaperone.accounts.models import User
from chaperone.cli.demo_programme import Scene
from chaperone.duties.actions import set_weeks
from chaperone.duties.rota import WEEK

_COACHES = ("daniel.osei@lakeside.example", "maria.alvarez@lakeside.example")
_WEEKS = 14


def seed(scene: Scene) -> None:
    """Fills the rota; the last week of it is soon enough to be asked for the next."""
    actor = scene.actor("grace.lin@lakeside.example")
    people = [User.objects.get(email=email).id for email in _COACHES]
    first = scene.today - timedelta(days=scene.today.weekday()) - WEEK
    for number in range(_WEEKS):
        set_weeks(
            actor=actor,
            user_id=people[number % len(people)],
            monday=first + WEEK * number,
            weeks=1,
        )
