"""Pages on who answers: drafts, switches, assignment, and how it went."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace as Thing
from typing import Any, cast
from uuid import UUID

from chaperone.conversations.differing import pieces
from chaperone.conversations.figures import figures
from chaperone.conversations.forms import AnswererForm, AssignForm, ReplyForm
from chaperone.conversations.queries.answering import Answering, Stay, Waits
from chaperone.conversations.queries.drafts import Compared, Decided, Row
from chaperone.conversations.views.drafts import decided_context
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


def _answered(number_of_days: int) -> Answering:
    days = [date(2026, 11, 1) + timedelta(days=number) for number in range(number_of_days)]
    members = (12, 18, 9, 22, 15, 4, 6) * (number_of_days // 7)
    return Answering(
        days=days,
        texts={
            (day, author): count // part
            for day, count in zip(days, members, strict=True)
            for author, part in (("member", 1), ("assistant", 2), ("coach", 3), ("system", 9))
        },
        waits_by_day={
            day: Waits(count // 3, 240.0 * count, 700.0 * count)
            for day, count in zip(days, members, strict=True)
        },
        waits_by_urgency={"routine": Waits(21, 3000, 14000), "crisis": Waits(1, 130, 130)},
        states={"assistant": Stay(700_000, 3), "coach": Stay(90_000, 7), "paused": Stay(40_000, 1)},
        reasons={"declined": 14, "urgent": 4, "crisis": 1, "coach": 9},
    )


_DECIDED_AT = datetime(2026, 11, 3, 15, 4, tzinfo=UTC)
_PROPOSED = "A1C is a blood test. It shows three months of blood sugar. Ask your doctor."
_SENT = "A1C is a blood test that shows about three months of blood sugar. Ask me on Friday."


def _decided() -> Decided:
    ends = [("edited", ""), ("discarded", "tone"), ("discarded", "unsafe"), ("edited", "")]
    return Decided(
        states={"approved": 31, "edited": 2, "discarded": 2, "outdated": 4},
        flaws={"tone": 1, "unsafe": 1},
        rows=[
            Row(UUID(int=number), UUID(int=number << 96), *end, "Alice Reyes", _DECIDED_AT)
            for number, end in enumerate(ends, 1)
        ],
    )


def _compared(sent: str | None) -> dict[str, Any]:
    draft = Compared(
        Row(
            id=UUID(int=9),
            member_id=UUID(int=1),
            state="edited" if sent else "discarded",
            flaw="" if sent else "tone",
            decided_by="Alice Reyes",
            decided_at=_DECIDED_AT,
        ),
        proposed=cast(Any, Shown(_PROPOSED)),
        sent=cast(Any, Shown(sent)) if sent else None,
    )
    return {"draft": draft, "pieces": pieces(_PROPOSED, sent) if sent else None}


PAGES = {
    "drafts": (
        "conversations/drafts.html",
        COACH,
        lambda: decided_context(_decided(), days=7),
    ),
    "drafts-empty": (
        "conversations/drafts.html",
        COACH,
        lambda: decided_context(Decided({}, {}, []), days=28),
    ),
    "draft-edited": (
        "conversations/draft_compared.html",
        COACH,
        lambda: _compared(_SENT),
    ),
    "draft-discarded": (
        "conversations/draft_compared.html",
        COACH,
        lambda: _compared(None),
    ),
    "answering": (
        "conversations/answering.html",
        COACH,
        lambda: {"days": 7, "figures": figures(_answered(7))},
    ),
    "answering-long": (
        "conversations/answering.html",
        COACH,
        lambda: {"days": 28, "figures": figures(_answered(28))},
    ),
    "answering-empty": (
        "conversations/answering.html",
        COACH,
        lambda: {"days": 28, "figures": []},
    ),
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
