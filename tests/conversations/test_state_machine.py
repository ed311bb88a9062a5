"""Any order of texts, switches, replies and workers' rounds, against a model that fits on a page."""

from dataclasses import dataclass, field
from itertools import count

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chaperone.access.actors import Staff, operator
from chaperone.conversations.actions.hand_back import hand_back
from chaperone.conversations.actions.reply import reply
from chaperone.conversations.actions.take_over import take_over
from chaperone.conversations.errors import MemberSaidStop
from chaperone.members.actions import enrol_member
from chaperone.members.models import CareTeam
from tests.cast import LAKESIDE, Texter, inside, maria
from tests.conversations.scene import Scene

TEXTS = {
    "question": "What is A1C?",
    "unknown": "Who won the ball game yesterday?",
    "emergency": "I have chest pain and can't breathe",
    "stop": "STOP",
    "start": "START",
    "help": "HELP",
}
STEPS = [*TEXTS, "answer", "send", "take over", "hand back", "reply"]
_numbers = count(1000)


@dataclass
class Model:
    """What should be true of one conversation."""

    coach: bool = False
    stopped: bool = False
    waiting: bool = False
    last: str = ""
    unread: list[str] = field(default_factory=list)
    outbox: list[list[str]] = field(default_factory=list)

    def step(self, name: str) -> None:
        if name in TEXTS:
            self.unread.append(name)
            self.last = "member"
        else:
            getattr(self, name.replace(" ", "_"))()

    def answer(self) -> None:
        # Who is in danger does not wait behind their own earlier texts.
        for text in sorted(self.unread, key=lambda each: each != "emergency"):
            self._answer(text)
        self.unread.clear()

    def _answer(self, text: str) -> None:
        if text == "emergency":
            self._say("safety")
        elif text in ("stop", "start", "help"):
            if text != "stop" or not self.stopped:
                self._say("notice")
            self.stopped = (self.stopped or text == "stop") and text != "start"
            return
        elif not self.coach and not self.stopped:
            self._say("answer")
        if text != "question" or self.coach or self.stopped:
            self.waiting = True

    def _say(self, kind: str, last: str = "other") -> None:
        self.outbox.append([kind, "pending"])
        self.last = last

    def send(self) -> None:
        for text in self.outbox:
            if text[1] == "pending":
                text[1] = self._sent(text[0])

    def _sent(self, kind: str) -> str:
        if kind == "answer" and self.coach and self.last != "coach":
            self.waiting = True
        held = (kind == "answer" and (self.coach or self.stopped)) or (
            kind == "coach" and self.stopped
        )
        return "withheld" if held else "delivered"

    def take_over(self) -> None:
        self.coach = True

    def hand_back(self) -> None:
        if self.coach:
            self.coach = self.waiting = False

    def reply(self) -> None:
        if not self.stopped:
            self.coach, self.waiting = True, False
            self._say("coach", "coach")


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(steps=["question", "answer", "take over", "send"])
@example(steps=["question", "answer", "reply", "send", "hand back", "question"])
@example(steps=["question", "answer", "take over", "stop", "answer", "send"])
@example(steps=["stop", "emergency", "stop", "start", "question"])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=3, max_size=14))
def test_the_product_does_what_the_model_says(scene: Scene, steps: list[str]) -> None:
    texter = _new_member()
    model = Model()
    for step in [*steps, "answer", "send"]:
        model.step(step)
        _do(scene, texter, step)

    sent = [[delivery.kind, delivery.state] for delivery in scene.deliveries(texter)]
    assert sent == model.outbox
    with inside(LAKESIDE):
        conversation = getattr(texter.member, "conversation", None)
    if conversation:
        assert (conversation.waiting_since is not None) == model.waiting
        assert (conversation.answerer == "coach") == model.coach
        assert conversation.due_since is None


def _do(scene: Scene, texter: Texter, step: str) -> None:
    if step in TEXTS:
        scene.text(texter, TEXTS[step])
    elif step in ("answer", "send"):
        getattr(scene, step)()
    else:
        with maria.acting() as coach:
            _as_coach(coach, texter, step)


def _as_coach(coach: Staff, texter: Texter, step: str) -> None:
    if step == "reply":
        try:
            reply(actor=coach, conversation_id=texter.member.id, body="Hello")
        except MemberSaidStop:
            return
    else:
        verb = take_over if step == "take over" else hand_back
        verb(actor=coach, conversation_id=texter.member.id)


def _new_member() -> Texter:
    phone = f"+1202555{next(_numbers)}"
    with inside(LAKESIDE):
        team = CareTeam.objects.get(name="North shore")
        enrol_member(actor=operator(LAKESIDE), care_team_id=team.id, name="New", phone=phone)
    return Texter(LAKESIDE, "New", phone)
