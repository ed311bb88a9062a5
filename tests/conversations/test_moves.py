"""Who answers is a state machine in the database: every move is tried, as the servers' own logins."""

from itertools import product

import pytest
from django.db import DatabaseError, connection, transaction

from chaperone.conversations.actions.choose import choose
from chaperone.conversations.actions.hand_back import hand_back
from chaperone.conversations.actions.reply import reply
from chaperone.conversations.actions.take_over import take_over
from chaperone.conversations.errors import HasEnded, NotAMove
from chaperone.conversations.events import SWITCHED, TAKEN_OVER
from chaperone.conversations.models import Answerer, Switch, Why
from chaperone.conversations.moves import MOVES
from chaperone.database.identifiers import new_id
from chaperone.members.actions import end_member, take_back_member
from tests.cast import LAKESIDE, grace, inside, maria, ursula
from tests.conversations.defaults import by_default
from tests.conversations.scene import Scene

PAIRS = [pair for pair in product(Answerer, Answerer) if pair[0] != pair[1]]
_PUT = (
    "INSERT INTO conversations_conversation"
    " (member_id, organization_id, answerer, urgency, unread, last_author)"
    " VALUES (%s, %s, %s, 'routine', 0, '')"
)
_RECORD = (
    "INSERT INTO conversations_switch (id, organization_id, member_id, from_state, to_state, why,"
    " actor_kind, since) VALUES (%s, %s, %s, %s, %s, 'chosen', 'staff', now())"
)
_SWITCH = "UPDATE conversations_conversation SET answerer = %s, switch_id = %s WHERE member_id = %s"


@pytest.fixture
def asked(scene: Scene) -> Scene:
    scene.text(ursula, "What is A1C?")
    scene.work()
    return scene


def test_the_database_allows_the_moves_of_the_table_and_no_other(scene: Scene) -> None:
    allowed = {pair for pair in PAIRS if _try(*pair)}

    assert allowed == {(before, after) for before in MOVES for after in MOVES[before]}


def test_a_switch_that_is_not_recorded_is_refused(asked: Scene) -> None:
    with inside(LAKESIDE):
        member_id = ursula.member.id
        _refused(_SWITCH, ["paused", None, member_id], "recorded first")
        _refused(_SWITCH, ["paused", new_id(), member_id], "recorded first")
        _execute(_RECORD, [record := new_id(), LAKESIDE, member_id, "assistant", "coach"])
        _refused(_SWITCH, ["paused", record, member_id], "recorded first")
        _execute(_SWITCH, ["coach", record, member_id])
        _refused(
            "UPDATE conversations_conversation SET coach_id = %s", [maria.user.id], "recorded first"
        )


@pytest.mark.parametrize("login", ["web", "worker"])
def test_what_was_recorded_is_not_rewritten(asked: Scene, login: str) -> None:
    with asked.as_login(login), inside(LAKESIDE):
        for statement in (
            "UPDATE conversations_switch SET why = 'away'",
            "DELETE FROM conversations_switch",
            "INSERT INTO conversations_move VALUES ('closed', 'assistant')",
        ):
            _refused(statement, [], "permission denied")


def test_every_switch_says_who_why_and_how_long_it_was_before(asked: Scene) -> None:
    _choose(asked, Answerer.PAUSED, Why.AWAY)
    before = asked.conversation(ursula)

    _choose(asked, Answerer.DRAFT, Why.CHOSEN)

    with inside(LAKESIDE):
        paused, drafts = Switch.objects.order_by("id")
    assert (paused.from_state, paused.to_state, paused.why) == ("assistant", "paused", "away")
    assert (drafts.actor_kind, drafts.actor_id) == ("staff", maria.user.id)
    assert (drafts.since, drafts.at) == (before.answerer_since, _since(asked))
    assert asked.entries(SWITCHED) == 2


def test_to_pause_leaves_who_waits_waiting_and_to_end_does_not(scene: Scene) -> None:
    scene.text(ursula, "I want to kill myself")
    scene.work()

    _choose(scene, Answerer.PAUSED, Why.LOOKED_INTO)
    assert scene.conversation(ursula).urgency == "crisis"

    _choose(scene, Answerer.CLOSED, Why.CARE_ENDED)
    assert scene.conversation(ursula).waiting_since is None


def test_what_has_ended_is_taken_up_by_a_person(asked: Scene) -> None:
    _choose(asked, Answerer.CLOSED, Why.CARE_ENDED)

    with maria.acting() as coach, pytest.raises(NotAMove):
        hand_back(actor=coach, conversation_id=_id())
    with maria.acting() as coach, pytest.raises(HasEnded):
        reply(actor=coach, conversation_id=_id(), body="Hello")
    with maria.acting() as coach:
        take_over(actor=coach, conversation_id=_id())

    assert asked.conversation(ursula).coach_id == maria.user.id


def test_a_text_that_comes_then_is_kept_and_waits_for_a_coach(asked: Scene) -> None:
    for state in (Answerer.PAUSED, Answerer.CLOSED):
        _choose(asked, state, Why.ASKED_FOR)

        question = asked.text(ursula, "What is insulin?")
        asked.work()

        assert asked.turn(question).state == "handed_over"
        assert asked.said(ursula)[-1] == ("member", "What is insulin?", "handed_over")
        conversation = asked.conversation(ursula)
        assert (conversation.answerer, conversation.waiting_since is not None) == (state, True)


def test_texts_that_save_a_life_go_out_in_every_state(asked: Scene) -> None:
    for state in (Answerer.DRAFT, Answerer.PAUSED, Answerer.CLOSED):
        _choose(asked, state, Why.CHOSEN)
        for text in ("I have chest pain and can't breathe", "I want to kill myself"):
            asked.text(ursula, text)
            asked.work()
            assert asked.outbound(ursula)[-1].author == "system"
            assert asked.outbound(ursula)[-1].state == "delivered"
        assert asked.conversation(ursula).urgency == "emergency"


def test_an_answer_on_its_way_is_held_back_by_any_switch(scene: Scene) -> None:
    for state in (Answerer.DRAFT, Answerer.PAUSED, Answerer.CLOSED):
        scene.text(ursula, "What is A1C?")
        scene.answer()
        _choose(scene, state, Why.CHOSEN)
        scene.send()
        assert scene.outbound(ursula)[-1].state == "withheld"
        assert scene.conversation(ursula).waiting_since is not None
        _answer_again()


def test_a_coachs_text_on_its_way_is_held_back_by_the_end_alone(scene: Scene) -> None:
    for state, became in ((Answerer.PAUSED, "delivered"), (Answerer.CLOSED, "withheld")):
        with maria.acting() as coach:
            reply(actor=coach, conversation_id=_id(), body="Hello")
        _choose(scene, state, Why.CHOSEN)
        scene.send()
        assert scene.outbound(ursula)[-1].state == became


def test_the_end_of_a_membership_ends_the_conversation(asked: Scene) -> None:
    with grace.acting() as administrator:
        end_member(actor=administrator, member=ursula.member, reason="Moved away.")
    assert _state(asked) == ("closed", None)

    with grace.acting() as administrator:
        take_back_member(actor=administrator, member=ursula.member, reason="Came back.")
    assert _state(asked) == ("coach", None)


def test_the_first_text_after_a_membership_ended_is_answered_by_nobody(scene: Scene) -> None:
    with grace.acting() as administrator:
        end_member(actor=administrator, member=ursula.member, reason="Moved away.")

    scene.text(ursula, "What is A1C?")
    scene.work()

    assert _state(scene) == ("closed", None)
    assert scene.outbound(ursula) == []


def test_conversations_follow_the_organizations_default_unless_somebody_chose(scene: Scene) -> None:
    scene.text(ursula, "What is A1C?")
    with by_default("coach"):
        scene.work()
        assert _state(scene) == ("coach", None)
        assert scene.outbound(ursula) == []
        _choose(scene, Answerer.ASSISTANT, Why.CHOSEN)
        scene.text(ursula, "What is A1C?")
        scene.work()
        assert _state(scene) == ("assistant", None)
        with maria.acting() as coach:
            hand_back(actor=coach, conversation_id=_id())
        assert _state(scene) == ("coach", None)


def test_a_changed_default_holds_for_an_answer_on_its_way(scene: Scene) -> None:
    scene.text(ursula, "What is A1C?")
    scene.answer()

    with by_default("draft"):
        scene.send()

    assert scene.outbound(ursula)[-1].state == "withheld"
    assert _state(scene) == ("draft", None)


def test_handing_back_what_somebody_chose_follows_the_default_again(asked: Scene) -> None:
    _choose(asked, Answerer.ASSISTANT, Why.CHOSEN)
    assert not asked.conversation(ursula).by_default

    with maria.acting() as coach:
        hand_back(actor=coach, conversation_id=_id())

    assert asked.conversation(ursula).by_default
    assert asked.entries(TAKEN_OVER) == 0


def _choose(scene: Scene, answerer: Answerer, why: Why) -> None:
    with maria.acting() as coach:
        choose(actor=coach, conversation_id=ursula.member.id, answerer=answerer, why=why)


def _answer_again() -> None:
    with maria.acting() as coach:
        take_over(actor=coach, conversation_id=ursula.member.id)
        hand_back(actor=coach, conversation_id=ursula.member.id)


def _id() -> object:
    with inside(LAKESIDE):
        return ursula.member.id


def _state(scene: Scene) -> tuple[str, object]:
    conversation = scene.conversation(ursula)
    return conversation.answerer, conversation.coach_id


def _since(scene: Scene) -> object:
    return scene.conversation(ursula).answerer_since


def _try(before: str, after: str) -> bool:
    """Whether the database lets a recorded switch through; everything is undone again."""
    with inside(LAKESIDE):
        member_id = ursula.member.id
        try:
            with transaction.atomic():
                _execute(_PUT, [member_id, LAKESIDE, before])
                _execute(_RECORD, [record := new_id(), LAKESIDE, member_id, before, after])
                _execute(_SWITCH, [after, record, member_id])
        except DatabaseError as problem:
            assert f"cannot go from {before} to {after}" in str(problem)  # noqa: PT017
            return False
        transaction.set_rollback(True)
        return True


def _execute(statement: str, values: list[object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _refused(statement: str, values: list[object], why: str) -> None:
    with pytest.raises(DatabaseError, match=why), transaction.atomic():
        _execute(statement, values)
