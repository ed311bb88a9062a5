"""Members in danger, people who are called, and time that passes."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from chaperone.access.actors import operator
from chaperone.conversations.models import Page
from chaperone.conversations.paging.actions.escalate import escalate
from chaperone.duties.actions import set_cover
from chaperone.ledger.queries import search
from chaperone.notices.models import Notice
from tests.cast import LAKESIDE, Person, grace, inside, today_there, ursula
from tests.conversations.scene import Scene

DANGER = "I have chest pain and can't breathe"
URGENT = "I ran out of insulin"


def put_on_call(person: Person) -> None:
    """From yesterday on, for two days."""
    with grace.acting() as actor:
        day = today_there()
        set_cover(
            actor=actor,
            user_id=person.user.id,
            begins_on=day - timedelta(days=1),
            begins_at=time(),
            ends_on=day + timedelta(days=2),
            ends_at=time(),
        )


def in_danger(scene: Scene, text: str = DANGER) -> Page:
    """Ursula is in danger, and a worker has seen it; nobody has been called yet."""
    scene.text(ursula, text)
    scene.answer()
    return page()


def call(scene: Scene) -> None:
    with scene.as_login("worker"):
        escalate(organization_id=LAKESIDE)


def time_is_over(page_id: UUID) -> None:
    """The deadline of the page has passed."""
    with inside(LAKESIDE):
        Page.objects.filter(id=page_id).update(due_at=timezone.now() - timedelta(seconds=1))


def page() -> Page:
    with inside(LAKESIDE):
        found: Page = Page.objects.latest("made_at")
        return found


def told(way: str = "email") -> list[UUID | None]:
    """Who is told by a way, in order."""
    with inside(LAKESIDE):
        rows = Notice.objects.filter(way=way).order_by("id")
        return list(rows.values_list("recipient_id", flat=True))


def details_of(event: Any) -> list[dict[str, Any]]:
    """What the ledger keeps of each such event, in order."""
    with inside(LAKESIDE):
        rows = search(operator(LAKESIDE), event=event.name, limit=50).rows
        return [dict(row.details) for row in reversed(rows)]
