"""The demo's training: both starter courses, a certificate, a try that was left, somebody late."""

from datetime import timedelta

from django.db.models import QuerySet

from chaperone.access.actors import Staff
from chaperone.cli.demo_programme import Scene
from chaperone.training.actions.courses import adopt
from chaperone.training.actions.taking import answer, begin, note_page_read
from chaperone.training.models import Assignment, Attempt

_BASICS, _PHISHING = "hipaa-basics", "phishing-and-texting"


def seed(scene: Scene) -> None:
    """Makes the courses, and has people take them."""
    officer = scene.actor("samuel.brandt@lakeside.example")
    for slug in (_BASICS, _PHISHING):
        adopt(actor=officer, slug=slug)
    maria = scene.actor("maria.alvarez@lakeside.example")
    _pass(maria, _read(maria, _PHISHING))
    grace = scene.actor("grace.lin@lakeside.example")
    _read(grace, _BASICS)
    daniel = scene.actor("daniel.osei@lakeside.example")
    # As time would have it: he was asked a while ago.
    _open(daniel, _BASICS).update(due_on=scene.today - timedelta(days=5))


def _open(actor: Staff, slug: str) -> QuerySet[Assignment]:
    return Assignment.objects.filter(user_id=actor.user_id, course__slug=slug, passed_at=None)


def _read(actor: Staff, slug: str) -> Attempt:
    attempt = begin(actor=actor, assignment_id=_open(actor, slug).get().id)
    for number in range(1, len(attempt.version.pages) + 1):
        note_page_read(actor=actor, attempt_id=attempt.id, number=number)
    return attempt


def _pass(actor: Staff, attempt: Attempt) -> None:
    for number, question in enumerate(attempt.version.questions, 1):
        answer(actor=actor, attempt_id=attempt.id, number=number, choice=question["answer"])
