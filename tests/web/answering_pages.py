"""Pages on who answers: drafts, switches, assignment, and how it went."""

from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.conversations.forms import AnswererForm, AssignForm, ReplyForm
from tests.web.contexts import COACH, LIBRARY, THREAD, Shown, a_conversation, thread_context

_DRAFT = Thing(
    id=UUID(int=9),
    body=Shown(
        "A1C is a blood test that shows your average blood sugar over the past three months."
        " (NIDDK)"
    ),
    sources=LIBRARY,
    outdated=False,
)
_STANDING = a_conversation(1, "Marta Lindqvist", answerer="coach", care_team_id=UUID(int=5))


def _drafting(**changes: Any) -> dict[str, Any]:
    drafting = a_conversation(1, "", answerer="draft", assigned_id=COACH.id, assigned_name="Alice")
    context = {
        "conversation": drafting,
        "thread": THREAD[:2],
        "draft": _DRAFT,
        "can_take_over": True,
        "can_hand_back": False,
    }
    return thread_context(**context | changes)


PAGES = {
    "thread-draft": ("conversations/thread.html", COACH, _drafting),
    "thread-draft-outdated": (
        "conversations/thread.html",
        COACH,
        lambda: _drafting(
            draft=Thing(**vars(_DRAFT) | {"outdated": True}),
            form=ReplyForm(initial={"body": "A1C shows three months.", "draft": _DRAFT.id}),
        ),
    ),
    "thread-ended": (
        "conversations/thread.html",
        COACH,
        lambda: _drafting(
            conversation=a_conversation(1, "", answerer="closed"), draft=None, can_reply=False
        ),
    ),
    "answerer": (
        "conversations/answerer_choose.html",
        COACH,
        lambda: {"conversation": _STANDING, "form": AnswererForm({}, now="coach")},
    ),
    "answerer-ended": (
        "conversations/answerer_choose.html",
        COACH,
        lambda: {
            "conversation": a_conversation(1, "Marta Lindqvist", answerer="closed"),
            "form": AnswererForm(now="closed"),
        },
    ),
    "assign": (
        "conversations/assign.html",
        COACH,
        lambda: {
            "conversation": _STANDING,
            "form": AssignForm(
                people={UUID(int=1): "Alice Reyes", UUID(int=4): "Bob Chen"}, now=UUID(int=1)
            ),
        },
    ),
}
