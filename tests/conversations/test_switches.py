"""Who answers: taken over, handed back, each switch on record, under a new version."""

import pytest

from chaperone.access.errors import NotReachable
from chaperone.conversations.actions.hand_back import hand_back
from chaperone.conversations.actions.mark_read import mark_read
from chaperone.conversations.actions.reply import reply
from chaperone.conversations.actions.take_over import take_over
from chaperone.conversations.errors import EmptyReply
from chaperone.conversations.events import HANDED_BACK, REPLIED, TAKEN_OVER
from chaperone.conversations.models import Conversation
from tests.cast import Person, Texter, daniel, inside, lee, maria, priya, ursula
from tests.conversations.scene import Scene

VERBS = [
    lambda coach, id_: take_over(actor=coach, conversation_id=id_),
    lambda coach, id_: hand_back(actor=coach, conversation_id=id_),
    lambda coach, id_: mark_read(actor=coach, conversation_id=id_, shown=id_),
    lambda coach, id_: reply(actor=coach, conversation_id=id_, body="Hello"),
]


def test_taking_over_is_recorded_and_changes_the_version(scene: Scene) -> None:
    before = _conversation(scene)

    _take_over(maria)

    after = scene.conversation(ursula)
    assert (after.answerer, after.coach_id) == ("coach", maria.user.id)
    assert after.version > before.version
    assert scene.entries(TAKEN_OVER) == 1


def test_taking_over_twice_changes_nothing(scene: Scene) -> None:
    _conversation(scene)
    _take_over(maria)
    version = scene.conversation(ursula).version

    _take_over(maria)

    assert scene.conversation(ursula).version == version
    assert scene.entries(TAKEN_OVER) == 1


def test_handing_back_lets_nobody_wait(scene: Scene) -> None:
    _conversation(scene, "I want to kill myself")
    _take_over(maria)

    _act(maria, hand_back)

    after = scene.conversation(ursula)
    assert (after.answerer, after.coach_id) == ("assistant", None)
    assert (after.urgency, after.waiting_since) == ("routine", None)
    assert scene.entries(HANDED_BACK) == 1


def test_handing_back_what_the_assistant_answers_changes_nothing(scene: Scene) -> None:
    before = _conversation(scene)

    _act(maria, hand_back)

    assert scene.conversation(ursula).version == before.version


def test_a_reply_takes_over_and_goes_out(scene: Scene) -> None:
    _conversation(scene, "I want to kill myself")

    with maria.acting() as coach:
        reply(actor=coach, conversation_id=ursula.member.id, body="  I am here. \n")
    scene.send()

    after = scene.conversation(ursula)
    assert after.coach_id == maria.user.id
    assert (after.urgency, after.waiting_since) == ("routine", None)
    assert scene.outbound(ursula)[-1] == ("coach", "I am here.", "delivered")
    assert (scene.entries(REPLIED), scene.entries(TAKEN_OVER)) == (1, 1)


def test_a_coach_can_write_first(scene: Scene) -> None:
    with maria.acting() as coach:
        reply(actor=coach, conversation_id=ursula.member.id, body="How are you?")

    scene.send()

    assert scene.said(ursula) == [("coach", "How are you?", "delivered")]


@pytest.mark.parametrize("body", ["", "  \n "])
def test_an_empty_reply_is_refused(scene: Scene, body: str) -> None:
    with maria.acting() as coach, pytest.raises(EmptyReply):
        reply(actor=coach, conversation_id=ursula.member.id, body=body)


def test_reading_clears_what_was_unread(scene: Scene) -> None:
    before = _conversation(scene)
    assert before.unread == 1

    with maria.acting() as coach:
        mark_read(actor=coach, conversation_id=ursula.member.id, shown=before.last_message_id)

    assert scene.conversation(ursula).unread == 0


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("person", "texter"),
    [(daniel, ursula), (maria, lee), (priya, ursula)],
    ids=["colleague", "other team", "stranger"],
)
def test_nobody_changes_a_conversation_that_they_cannot_reach(
    scene: Scene, verb: object, person: Person, texter: Texter
) -> None:
    with inside(texter.organization_id):
        member_id = texter.member.id

    with person.acting() as staff, pytest.raises(NotReachable):
        verb(staff, member_id)  # type: ignore[operator]

    with inside(texter.organization_id):
        assert not Conversation.objects.filter(member_id=member_id).exists()


def _conversation(scene: Scene, body: str = "What is A1C?") -> Conversation:
    scene.text(ursula, body)
    scene.work()
    return scene.conversation(ursula)


def _take_over(person: Person) -> None:
    _act(person, take_over)


def _act(person: Person, verb: object) -> None:
    with person.acting() as coach:
        verb(actor=coach, conversation_id=ursula.member.id)  # type: ignore[operator]
