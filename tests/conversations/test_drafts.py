"""Where the assistant drafts: only what a coach approved or wrote goes out, and once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, connections, transaction

from chaperone.access.errors import NotReachable
from chaperone.access.witness import witnessed
from chaperone.conversations.actions.choose import choose
from chaperone.conversations.actions.decide import approve, discard, edit
from chaperone.conversations.actions.take_over import take_over
from chaperone.conversations.errors import DraftDecided, DraftOutdated, MemberSaidStop
from chaperone.conversations.events import DRAFT_APPROVED, DRAFT_DISCARDED, DRAFT_EDITED
from chaperone.conversations.models import Answerer, Draft, Message, Why
from tests.cast import LAKESIDE, Person, daniel, inside, kristopher, maria, priya, ursula
from tests.conversations.defaults import by_default
from tests.conversations.scene import Scene

QUESTION = "What is A1C?"


@pytest.fixture
def drafted(scene: Scene) -> Iterator[Scene]:
    """The organization has the assistant draft, and a member has asked."""
    with by_default("draft"):
        scene.text(ursula, QUESTION)
        scene.work()
        yield scene


def test_nothing_goes_out_until_a_coach_approves(drafted: Scene) -> None:
    assert drafted.outbound(ursula) == []
    assert drafted.conversation(ursula).waiting_since is not None
    proposed = _text_of(_draft())

    _act(approve)
    drafted.send()

    assert drafted.outbound(ursula) == [("assistant", proposed, "delivered")]
    assert drafted.conversation(ursula).waiting_since is None
    assert drafted.conversation(ursula).answerer == "draft"
    with inside(LAKESIDE):
        sent = Message.objects.get(author="assistant")
    assert (sent.author_id, _draft().message_id) == (maria.user.id, sent.id)
    assert drafted.entries(DRAFT_APPROVED) == 1


def test_what_is_approved_twice_is_sent_once(drafted: Scene) -> None:
    _act(approve)
    with pytest.raises(DraftDecided):
        _act(approve)
    with pytest.raises(DraftDecided):
        _act(edit, body="Hello")

    drafted.send()

    assert len(drafted.outbound(ursula)) == 1


def test_two_coaches_who_approve_at_the_same_moment_send_one_text(drafted: Scene) -> None:
    draft_id, went = _draft().id, []

    def coach() -> None:
        try:
            _act(approve, draft_id=draft_id)
            went.append(True)
        except DraftDecided:
            went.append(False)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(coach) for _ in range(4)]:
            done.result()
    drafted.send()

    assert sorted(went) == [False, False, False, True]
    assert len(drafted.outbound(ursula)) == 1


def test_the_database_refuses_a_second_decision_and_any_rewriting(drafted: Scene) -> None:
    _act(approve)
    with inside(LAKESIDE):
        _refused("UPDATE conversations_draft SET state = 'open'", "decided on already")
        _refused("UPDATE conversations_draft SET message_id = NULL", "decided on already")
        _refused("UPDATE conversations_draft SET body = 'x'", "permission denied")
        _refused("DELETE FROM conversations_draft", "permission denied")
        _refused("INSERT INTO conversations_draft SELECT * FROM conversations_draft", "permission")


def test_what_a_coach_makes_of_it_is_the_coachs_text_and_the_draft_is_kept(drafted: Scene) -> None:
    proposed = _text_of(_draft())

    _act(edit, body="Your A1C is a three-month average.")
    drafted.send()

    assert drafted.outbound(ursula) == [
        ("coach", "Your A1C is a three-month average.", "delivered")
    ]
    assert drafted.conversation(ursula).answerer == "draft"
    assert (_draft().state, _text_of(_draft())) == ("edited", proposed)
    assert drafted.entries(DRAFT_EDITED) == 1


def test_what_is_discarded_is_not_sent_and_says_why(drafted: Scene) -> None:
    _act(discard, flaw=Draft.Flaw.TONE)
    drafted.send()

    assert drafted.outbound(ursula) == []
    assert (_draft().state, _draft().flaw) == ("discarded", "tone")
    assert drafted.conversation(ursula).waiting_since is not None
    assert drafted.entries(DRAFT_DISCARDED) == 1


def test_nobody_waits_where_no_answer_is_needed(drafted: Scene) -> None:
    _act(discard, flaw=Draft.Flaw.NOT_NEEDED)

    assert drafted.conversation(ursula).waiting_since is None


def test_a_text_that_comes_meanwhile_makes_it_out_of_date(drafted: Scene) -> None:
    first = _draft()
    drafted.text(ursula, "And what is insulin?")
    with pytest.raises(DraftOutdated):
        _act(approve)

    drafted.work()

    with pytest.raises(DraftDecided):
        _act(approve, draft_id=first.id)
    with inside(LAKESIDE):
        states = list(Draft.objects.order_by("id").values_list("state", flat=True))
    assert states == ["outdated", "open"]
    _act(approve)
    drafted.send()
    assert len(drafted.outbound(ursula)) == 1


def test_taking_over_wins_over_what_was_approved_and_has_not_gone_out(drafted: Scene) -> None:
    _act(approve)
    with maria.acting() as coach:
        take_over(actor=coach, conversation_id=ursula.member.id)

    drafted.send()

    assert [said.state for said in drafted.outbound(ursula)] == ["withheld"]
    assert drafted.conversation(ursula).waiting_since is not None


def test_whoever_takes_over_leaves_no_draft_open(drafted: Scene) -> None:
    draft_id = _draft().id
    with maria.acting() as coach:
        take_over(actor=coach, conversation_id=ursula.member.id)

    with pytest.raises(DraftDecided):
        _act(approve, draft_id=draft_id)
    assert _draft().state == "outdated"


def test_urgent_texts_and_what_the_library_does_not_know_are_not_drafted(drafted: Scene) -> None:
    _act(discard, flaw=Draft.Flaw.NOT_NEEDED)
    for text in ("I ran out of my insulin", "Who won the ball game yesterday?"):
        drafted.text(ursula, text)
        drafted.work()
        assert _draft().state == "discarded"
        assert drafted.conversation(ursula).waiting_since is not None
    assert drafted.outbound(ursula) == []


def test_after_stop_nothing_is_approved(drafted: Scene) -> None:
    draft_id = _draft().id
    drafted.text(ursula, "STOP")
    with pytest.raises(DraftOutdated):
        _act(approve)

    drafted.work()

    with pytest.raises((DraftDecided, MemberSaidStop)):
        _act(approve, draft_id=draft_id)


def test_nobody_decides_on_a_draft_for_a_member_they_cannot_reach(drafted: Scene) -> None:
    with inside(LAKESIDE):
        member_id, other = ursula.member.id, kristopher.member.id
    for person, about, problem in (
        (daniel, member_id, NotReachable),
        (priya, member_id, NotReachable),
        (maria, other, DraftDecided),
    ):
        with pytest.raises(problem):
            _act(approve, person=person, member_id=about)
        with pytest.raises(problem):
            _act(edit, person=person, member_id=about, body="Hello")
        with pytest.raises(problem):
            _act(discard, person=person, member_id=about, flaw=Draft.Flaw.WRONG)
    assert _draft().state == "open"


def test_where_a_coach_chose_the_assistant_it_answers_at_once(drafted: Scene) -> None:
    with maria.acting() as coach:
        choose(
            actor=coach,
            conversation_id=ursula.member.id,
            answerer=Answerer.ASSISTANT,
            why=Why.CHOSEN,
        )

    drafted.text(ursula, QUESTION)
    drafted.work()

    assert [said.state for said in drafted.outbound(ursula)] == ["delivered"]


def _draft() -> Draft:
    """The newest."""
    with inside(LAKESIDE):
        found = Draft.objects.order_by("id").last()
    assert found is not None
    return found


def _text_of(draft: Draft) -> str:
    with maria.acting() as coach, witnessed(coach, purpose="treatment", place="tests"):
        return str(draft.body.open())


def _act(
    verb: Any,
    *,
    person: Person = maria,
    draft_id: UUID | None = None,
    member_id: UUID | None = None,
    **more: Any,
) -> Any:
    draft_id = draft_id or _draft().id
    with person.acting() as coach, witnessed(coach, purpose="treatment", place="tests"):
        return verb(
            actor=coach,
            conversation_id=member_id or ursula.member.id,
            draft_id=draft_id,
            **more,
        )


def _refused(statement: str, why: str) -> None:
    with (
        pytest.raises(DatabaseError, match=why),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
