"""What the pages of the gallery show: people who do not exist, and what they did."""

from base64 import b64encode
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from django import forms

from chaperone.access.actors import Staff

NOW = datetime.now(UTC)
ORGANIZATION = Thing(name="Harbor Diabetes Care", time_zone="America/New_York")
COACH = Staff(
    kind="staff",
    id=UUID(int=1),
    organization_id=UUID(int=2),
    name="Alice Reyes",
    roles=frozenset({"coach"}),
)
OFFICER = Staff(
    kind="staff",
    id=UUID(int=3),
    organization_id=UUID(int=2),
    name="Sam Okafor",
    roles=frozenset({"security_officer"}),
)


class Shown:
    """Stands for a sealed value within a witness."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def open(self) -> Any:
        return self.value


class Reply(forms.Form):
    body = forms.CharField(label="Text", widget=forms.Textarea, max_length=1600)


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def a_conversation(number: int, name: str, **changes: Any) -> Thing:
    row = {
        "id": UUID(int=number),
        "member_name": Shown(name),
        "care_team_name": "North shore",
        "urgency": "routine",
        "answerer": "assistant",
        "answerer_name": "",
        "by_default": True,
        "assigned_id": None,
        "assigned_name": "",
        "waiting_since": None,
        "unread": 0,
        "last_text": Shown("Thanks, that helps."),
        "last_author": "member",
        "last_at": ago(95),
        "version": 7,
    }
    return Thing(**(row | changes))


def a_message(author: str, text: str, minutes: float, **changes: Any) -> Thing:
    row = {
        "id": UUID(int=int(minutes) + 1000),
        "author": author,
        "author_name": "",
        "body": Shown(text),
        "at": ago(minutes),
        "triage": "",
        "delivery": "",
        "delivery_note": "",
        "sources": [],
    }
    return Thing(**(row | changes))


MEMBER = Thing(
    id=UUID(int=77),
    name=Shown("Marta Lindqvist"),
    phone=Shown("+1 617 555 0142"),
    birth_date=Shown(date(1961, 4, 9)),
    status="active",
    get_status_display=lambda: "Active",
    get_state_display="Massachusetts",
    care_team=Thing(name="North shore"),
    created_at=datetime(2026, 2, 3, 14, 5, tzinfo=UTC),
    destroyed_at=None,
)
DESTROYED = Thing(
    **vars(MEMBER)
    | {
        "name": None,
        "status": "ended",
        "get_status_display": lambda: "Ended",
        "destroyed_at": datetime(2026, 11, 3, 14, 5, tzinfo=UTC),
    }
)

GROUPS = [
    {
        "key": "urgent",
        "conversations": [
            a_conversation(
                1,
                "Marta Lindqvist",
                urgency="crisis",
                answerer="paused",
                waiting_since=ago(4),
                unread=2,
                last_text=Shown("I don't see the point of any of this anymore"),
                last_at=ago(4),
            ),
            a_conversation(
                2,
                "Theodore Achterberg-Villanueva",
                assigned_id=UUID(int=1),
                assigned_name="Alice Reyes",
                urgency="urgent",
                answerer="coach",
                answerer_name="Alice Reyes",
                waiting_since=ago(38),
                unread=1,
                last_text=Shown("My sugar reads 320 since this morning and I feel dizzy"),
                last_at=ago(38),
            ),
        ],
    },
    {
        "key": "waiting",
        "conversations": [
            a_conversation(
                3,
                "Ines Duarte",
                answerer="coach",
                answerer_name="Bob Chen",
                waiting_since=ago(190),
                unread=1,
                last_text=Shown("Can I move our call to Thursday?"),
                last_at=ago(190),
            )
        ],
    },
    {
        "key": "others",
        "conversations": [
            a_conversation(4, "Walter Nkemelu", last_author="assistant"),
            a_conversation(5, "Priya Raman", last_at=ago(60 * 30), care_team_name="Downtown"),
            a_conversation(6, "Joan Fisher", last_text=None, last_author="", last_at=None),
        ],
    },
]

LIBRARY = [
    {
        "title": "Healthy eating with diabetes, NIDDK",
        "url": "https://www.niddk.nih.gov/",
        "state": "unreviewed",
    }
]
THREAD = [
    a_message("system", "Marta was enrolled and agreed to texts.", 60 * 27),
    a_message("member", "What should I eat before a long walk?", 60 * 26, triage="routine"),
    a_message(
        "assistant",
        "A small snack with about 15 grams of carbohydrate, such as a piece of fruit, helps before"
        " an hour of walking. Check your sugar before you go, and carry something sweet.",
        60 * 26 - 1,
        delivery="delivered",
        sources=LIBRARY,
    ),
    a_message("member", "Thanks! And can I skip my evening pill then?", 60 * 25),
    a_message(
        "assistant",
        "I can't answer that safely. Your coach will answer you.",
        60 * 25 - 1,
        delivery="withheld",
        delivery_note="The coach had taken over.",
    ),
    a_message(
        "coach",
        "Please don't skip it, Marta. Let's look at it together: are you free at 4?",
        60 * 24,
        author_name="Alice Reyes",
        delivery="delivered",
    ),
    a_message("member", "I feel shaky and sweaty, 58 on the meter", 12, triage="urgent"),
    a_message(
        "coach",
        "Take 4 glucose tablets or half a cup of juice now.\nCheck again in 15 minutes.",
        9,
        author_name="Alice Reyes",
        delivery="failed",
        delivery_note="The network says the phone is off.",
    ),
    a_message("coach", "I am calling you now.", 5, author_name="Alice Reyes", delivery="pending"),
]

RECORDS = [
    Thing(
        at=ago(3),
        actor_name="Alice Reyes",
        actor_role="Coach",
        what="name, 9 messages",
        why="Treatment",
        event="access.record.appended",
        refused=False,
    ),
    Thing(
        at=ago(70),
        actor_name="Bob Chen",
        actor_role="Coach",
        what="tried to open the conversation; not on the care team",
        why="Treatment",
        event="access.reach.refused",
        refused=True,
    ),
    Thing(
        at=ago(60 * 26),
        actor_name="Assistant",
        actor_role="Program",
        what="3 messages",
        why="Treatment",
        event="access.record.appended",
        refused=False,
    ),
]

TEXTS = [
    Thing(mine=True, body="What should I eat before a long walk?", at=ago(30), state=""),
    Thing(
        mine=False,
        body="A small snack with about 15 g of carbohydrate, such as a piece of fruit. (NIDDK)",
        at=ago(29),
        state="delivered",
    ),
    Thing(mine=True, body="STOP", at=ago(2), state=""),
]

QR = (
    "data:image/svg+xml;base64,"
    + b64encode(
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M1 1h2v2H1z"/></svg>'
    ).decode()
)


def wrong_reply() -> Reply:
    return Reply({"body": ""})


def thread_context(**changes: Any) -> dict[str, Any]:
    conversation = a_conversation(
        1,
        "",
        urgency="urgent",
        answerer="coach",
        answerer_name="Alice Reyes",
        waiting_since=ago(12),
    )
    context = {
        "conversation": conversation,
        "member": {
            "id": MEMBER.id,
            "name": MEMBER.name,
            "care_team_name": "North shore",
        },
        "thread": THREAD,
        "earlier_url": "?before=1",
        "can_reply": True,
        "draft": None,
        "can_choose": True,
        "can_take_over": False,
        "can_hand_back": True,
        "form": Reply(),
    }
    return context | changes


def handset_context(**changes: Any) -> dict[str, Any]:
    context = {
        "phones": [
            {"number": "+16175550142", "name": "Marta Lindqvist"},
            {"number": "+16175550199", "name": "A stranger"},
        ],
        "sender": "+16175550142",
        "recipient": "+16175550100",
        "form": Reply(),
        "texts": TEXTS,
        "version": 3,
    }
    return context | changes
