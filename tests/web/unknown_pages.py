"""Pages about texts from unknown numbers, as the gallery shows them: people who do not exist."""

from collections.abc import Callable
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.conversations.unknown.forms import DismissForm, MoveForm
from chaperone.conversations.unknown.queries import Dismissed, Number, Text, Thread
from chaperone.conversations.unknown.views import NOBODY_FOUND
from tests.web import paging_pages
from tests.web.contexts import COACH, Shown, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]

PAGE = paging_pages.OPEN._replace(id=UUID(int=601), conversation_id=None, text_id=UUID(int=61))
NUMBERS = [
    Number(UUID(int=61), "emergency", 3, ago(7), ago(2), "sent"),
    Number(UUID(int=62), "crisis", 1, ago(0.2), ago(0.2), "pending"),
    Number(UUID(int=63), "", 1, ago(0.1), ago(0.1), ""),
    Number(UUID(int=64), "urgent", 2, ago(95), ago(40), ""),
    Number(UUID(int=65), "routine", 1, ago(3000), ago(3000), ""),
]
DISMISSED = [
    Dismissed(UUID(int=66), "Meant for somebody else", "Alice Reyes", ago(300)),
    Dismissed(UUID(int=67), "Advertising or a program", "Dana Whitfield", ago(4000)),
]
THREAD = Thread(
    id=UUID(int=61),
    sender=Shown("+16175550177"),  # type: ignore[arg-type]
    texts=[
        Text(UUID(int=60), Shown("Hi, is this Harbor?"), "routine", ago(7), ""),  # type: ignore[arg-type]
        Text(
            UUID(int=61),
            Shown("My phone broke, this is my neighbour's. I have chest pain and can't breathe"),  # type: ignore[arg-type]
            "emergency",
            ago(2),
            "Sent",
        ),
    ],
    more=False,
)
MEMBER = Thing(
    id=UUID(int=1),
    name=Shown("Rosa Delgado"),
    phone=Shown("+16175550123"),
    birth_date=Shown(None),
    care_team=Thing(name="North team"),
    destroyed_at=None,
)


def _number(**changes: Any) -> dict[str, Any]:
    return {"thread": THREAD, "problem": "", "phone": "", "form": DismissForm()} | changes


PAGES: dict[str, Page] = {
    "unknown-numbers": (
        "conversations/unknown/numbers.html",
        COACH,
        lambda: {"numbers": NUMBERS, "dismissed": DISMISSED, "pages": [PAGE]},
    ),
    "unknown-numbers-none": (
        "conversations/unknown/numbers.html",
        COACH,
        lambda: {"numbers": [], "dismissed": [], "pages": []},
    ),
    "unknown-number": ("conversations/unknown/number.html", COACH, _number),
    "unknown-number-wrong": (
        "conversations/unknown/number.html",
        COACH,
        lambda: _number(
            thread=THREAD._replace(more=True),
            problem=NOBODY_FOUND,
            phone="+16175550000",
            form=DismissForm({}),
        ),
    ),
    "unknown-confirm": (
        "conversations/unknown/confirm.html",
        COACH,
        lambda: {
            "thread": THREAD,
            "member": MEMBER,
            "form": MoveForm(initial={"member": MEMBER.id}),
        },
    ),
}
