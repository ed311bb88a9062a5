"""Each reason of care explains a look while it holds, and not before or after."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chaperone.access.queries.held import HeldOnce
from chaperone.conversations.queries.caring import Assigned, Span
from chaperone.detection.explaining import REASONS, Reasons
from chaperone.detection.explaining.reasons import _as_compared
from chaperone.duties.rota import Segment
from chaperone.members.kin import Marks

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
COACH, MEMBER, TEAM, OTHER = (UUID(int=number) for number in range(1, 5))
REPLY = frozenset({"conversations.reply"})


def grant(**more: Any) -> HeldOnce:
    said = {
        "user_id": COACH,
        "permissions": REPLY,
        "care_team_id": TEAM,
        "member_id": None,
        "starts_at": NOW - 9 * DAY,
        "ends_at": NOW + 9 * DAY,
        "asked": False,
        "emergency": False,
    }
    return HeldOnce(**said | more)


def reasons(*grants: HeldOnce, assigned: Assigned | None = None, **more: Any) -> Reasons:
    held = {COACH.bytes: [_as_compared(each) for each in grants or (grant(),)]}
    teams = {MEMBER.bytes: Marks(TEAM.bytes, False, None, None, None, None)}
    return Reasons(held, teams, assigned or Assigned({}, {}), more.pop("rota", ()), **more)


def explained(known: Reasons, at: datetime = NOW, *, acted: bool = False) -> str:
    return known.explain(COACH.bytes, MEMBER.bytes, at, acted=lambda: acted)


def test_being_on_the_care_team_alone_explains_nothing() -> None:
    assert explained(reasons()) == ""


@pytest.mark.parametrize(
    ("known", "reason", "until"),
    [
        (reasons(grant(member_id=MEMBER, emergency=True)), "emergency", 9 * DAY),
        (reasons(grant(member_id=MEMBER, asked=True)), "granted", 9 * DAY),
        (reasons(called={MEMBER.bytes: [Span(MEMBER, NOW, NOW)]}), "called", DAY),
        (reasons(waited={MEMBER.bytes: [Span(MEMBER, NOW, NOW + DAY)]}), "waiting", 2 * DAY),
        (reasons(texts={MEMBER.bytes: [NOW]}), "message", 3 * DAY),
    ],
    ids=["emergency", "granted", "called", "waiting", "message"],
)
def test_a_reason_holds_for_its_time(known: Reasons, reason: str, until: timedelta) -> None:
    assert reason in REASONS
    assert explained(known) == reason
    assert explained(known, NOW + until - timedelta(minutes=1)) == reason
    assert explained(known, NOW + until + timedelta(minutes=1)) == ""
    assert explained(known, NOW - 10 * DAY) == ""


def test_whose_conversation_it_was_is_told_by_what_was_changed_since() -> None:
    changes = {MEMBER.bytes: [(NOW - DAY, None), (NOW + DAY, COACH.bytes)]}
    known = reasons(assigned=Assigned({MEMBER.bytes: OTHER.bytes}, changes))
    assert explained(known, NOW - 2 * DAY) == ""
    assert explained(known) == "assigned"
    assert explained(known, NOW + 2 * DAY) == ""


def test_who_is_on_call_and_reaches_the_member_covers_while_they_are() -> None:
    rota = [Segment(NOW, NOW + DAY, COACH), Segment(NOW + DAY, NOW + 2 * DAY, OTHER)]
    assert explained(reasons(rota=rota)) == "covering"
    assert explained(reasons(rota=rota), NOW + DAY) == ""
    elsewhere = reasons(grant(care_team_id=OTHER), rota=rota)
    assert explained(elsewhere) == ""


def test_a_message_explains_only_who_may_answer_it() -> None:
    texts = {MEMBER.bytes: [NOW]}
    assert explained(reasons(grant(permissions=frozenset()), texts=texts)) == ""
    assert explained(reasons(grant(care_team_id=OTHER), texts=texts)) == ""
    assert explained(reasons(grant(care_team_id=None), texts=texts)) == "message"


def test_having_cared_for_the_member_explains_whoever_may_do_what() -> None:
    assert explained(reasons(grant(permissions=frozenset())), acted=True) == "acted"
