"""Pages of emergency mode, for the gallery."""

from collections.abc import Callable
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.access.errors import Missing
from chaperone.continuity.emergency.context import Entry
from chaperone.continuity.emergency.forms import SignInForm
from chaperone.continuity.emergency.queries import InDanger, Person
from chaperone.duties.rota import Segment
from tests.web.contexts import COACH, GROUPS, MEMBER, THREAD, a_conversation, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]


def _framed(**context: Any) -> Callable[[], dict[str, Any]]:
    return lambda: {
        "emergency_since": ago(64),
        "as_of": ago(66),
        "contacts_url": "/contacts/",
        "me": COACH,
        "organization": Thing(name="Harbor Diabetes Care"),
        "entries": [
            Entry("Inbox", "conversations:inbox", "inbox", "conversations.read"),
            Entry("On call", "on_call:rota", "calendar", "pages.answer"),
        ],
        "current_entry": "conversations:inbox",
        **context,
    }


PAGES: dict[str, Page] = {
    "emergency-sign-in": ("emergency/sign_in.html", None, _framed(me=None, form=SignInForm())),
    "emergency-sign-in-wrong": (
        "emergency/sign_in.html",
        None,
        _framed(me=None, form=SignInForm({"login": "maria"}), as_of=None),
    ),
    "emergency-inbox": (
        "emergency/inbox.html",
        None,
        _framed(
            groups=GROUPS,
            show="team",
            dangers=[InDanger(MEMBER, "crisis", ago(8))],  # type: ignore[arg-type]
            next_url="?after=6",
        ),
    ),
    "emergency-inbox-empty": ("emergency/inbox.html", None, _framed(groups=[], show="mine")),
    "emergency-thread": (
        "emergency/thread.html",
        None,
        _framed(
            conversation=a_conversation(1, "Marta Lindqvist"),
            thread=THREAD,
            earlier_url="?before=6",
        ),
    ),
    "emergency-thread-empty": (
        "emergency/thread.html",
        None,
        _framed(conversation=a_conversation(1, "Marta Lindqvist"), thread=[]),
    ),
    "emergency-member": (
        "emergency/member.html",
        None,
        _framed(member=MEMBER, coaches=["Alice Reyes"], suppressed=True, may_read=True),
    ),
    "emergency-on-call": (
        "emergency/on_call.html",
        None,
        _framed(
            lines=[
                (Segment(ago(60), ago(-60), UUID(int=1)), "Alice Reyes"),
                (Segment(ago(-60), ago(-600), None), ""),
            ]
        ),
    ),
    "emergency-contacts": (
        "emergency/contacts.html",
        None,
        _framed(
            people=[
                Person("Alice Reyes", "On call now", "alice@harbor.example", "+16175550101"),
                Person("Sam Okafor", "Security officer", "sam@harbor.example", ""),
            ],
            others=[
                Thing(
                    name="Pier House landlord",
                    reason="Power, doors, water",
                    phone="+1 617 555 0141",
                    other="",
                    hours="24/7",
                    note="Key box",
                )
            ],
        ),
    ),
    "emergency-contacts-empty": ("emergency/contacts.html", None, _framed(people=[], others=[])),
    "emergency-closed": ("emergency/closed.html", None, _framed(me=None)),
    "emergency-not-cleared": (
        "emergency/not_cleared.html",
        None,
        _framed(
            me=None,
            missing=[
                Missing("Training", "Complete the training that is due.", "training:mine"),
            ],
        ),
    ),
}
