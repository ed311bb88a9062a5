"""Any order of texts, switches, replies and workers' rounds, against a model that fits on a page."""

from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chaperone.access.actors import Staff, operator
from chaperone.access.witness import witnessed
from chaperone.conversations.actions.choose import choose
from chaperone.conversations.actions.decide import approve
from chaperone.conversations.actions.hand_back import hand_back
from chaperone.conversations.actions.reply import reply
from chaperone.conversations.actions.take_over import take_over
from chaperone.conversations.errors import (
    DraftDecided,
    DraftOutdated,
    HasEnded,
    MemberSaidStop,
    NotAMove,
)
from chaperone.conversations.models import Answerer, Draft, Why
from chaperone.database.identifiers import new_id
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
CHOICES = {
    "let it answer": Answerer.ASSISTANT,
    "let it draft": Answerer.DRAFT,
    "pause": Answerer.PAUSED,
    "end": Answerer.CLOSED,
}
STEPS = [*TEXTS, "answer", "send", "take over", "hand back", "reply", "approve", *CHOICES]
_HELD_OUTSIDE = {
    "answer": {"assistant"},
    "approved": {"assistant", "draft"},
    "coach": {"assistant", "draft", "coach", "paused"},
}
_numbers = count(1000)


@dataclass
class Model:
    """What should be true of one conversation."""

    state: str = "assistant"
    stopped: bool = False
    waiting: bool = False
    draft: bool = False
    outdated: bool = False
    last: str = ""
    unread: list[str] = field(default_factory=list)
    outbox: list[list[str]] = field(default_factory=list)

    def step(self, name: str) -> None:
        if name in TEXTS:
            self.unread.append(name)
            self.last = "member"
        elif name in CHOICES:
            self._choose(CHOICES[name])
        else:
            getattr(self, name.replace(" ", "_"))()

    def answer(self) -> None:
        # Who is in danger does not wait behind their own earlier texts.
        for text in sorted(self.unread, key=lambda each: each != "emergency"):
            self._answer(text)
        if self.unread:
            # Then what is proposed answers an earlier text than their newest.
            self.outdated = self.unread[-1] == "emergency"
        self.unread.clear()

    def _answer(self, text: str) -> None:
        self.draft = False
        if text == "emergency":
            self._say("safety")
        elif text in ("stop", "start", "help"):
            if text != "stop" or not self.stopped:
                self._say("notice")
            self.stopped = (self.stopped or text == "stop") and text != "start"
            return
        elif not self.stopped:
            self._compose(text)
        if text != "question" or self.state != "assistant" or self.stopped:
            self.waiting = True

    def _compose(self, text: str) -> None:
        if self.state == "assistant":
            self._say("answer")
        self.draft = self.state == "draft" and text == "question"

    def _say(self, kind: str, last: str = "other") -> None:
        self.outbox.append([kind, "pending"])
        self.last = last

    def send(self) -> None:
        for text in self.outbox:
            if text[1] == "pending":
                text[1] = self._sent(text[0])

    def _sent(self, kind: str) -> str:
        if kind in ("safety", "notice"):
            return "delivered"
        out_of_turn = self.state not in _HELD_OUTSIDE[kind]
        if out_of_turn and self.last != "coach":
            self.waiting = True
        return "withheld" if out_of_turn or self.stopped else "delivered"

    def _switch(self, state: str) -> None:
        self.state, self.draft = state, self.draft and state == "draft"

    def _choose(self, state: str) -> None:
        if self.state not in ("closed", state):
            self._switch(state)
            self.waiting = self.waiting and state == "paused"

    def take_over(self) -> None:
        self._switch("coach")

    def hand_back(self) -> None:
        self._choose("assistant")

    def reply(self) -> None:
        if not self.stopped and self.state != "closed":
            self._switch("coach")
            self.waiting = False
            self._say("coach", "coach")

    def approve(self) -> None:
        if self.draft and not self.outdated and not self.unread and not self.stopped:
            self.draft = self.waiting = False
            self._say("approved")


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(steps=["question", "answer", "take over", "send"])
@example(steps=["question", "answer", "reply", "send", "hand back", "question"])
@example(steps=["question", "answer", "take over", "stop", "answer", "send"])
@example(steps=["let it draft", "question", "answer", "approve", "send", "approve"])
@example(steps=["let it draft", "question", "answer", "approve", "take over", "send"])
@example(steps=["let it draft", "question", "answer", "question", "approve"])
@example(steps=["let it draft", "question", "emergency", "answer", "approve"])
@example(steps=["reply", "end", "send", "question", "reply", "hand back", "take over"])
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
        assert conversation.answerer == model.state
        assert _open_draft(texter) == model.draft
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
    about = {"actor": coach, "conversation_id": texter.member.id}
    with suppress(MemberSaidStop, HasEnded, NotAMove, DraftDecided, DraftOutdated):
        if step == "reply":
            reply(**about, body="Hello")
        elif step == "approve":
            newest = Draft.objects.filter(member_id=texter.member.id).order_by("id").last()
            with witnessed(coach, purpose="treatment", place="tests"):
                approve(**about, draft_id=newest.id if newest else new_id())
        elif step in CHOICES:
            choose(**about, answerer=CHOICES[step], why=Why.CHOSEN)
        else:
            verb = take_over if step == "take over" else hand_back
            verb(**about)


def _open_draft(texter: Texter) -> bool:
    with inside(LAKESIDE):
        return Draft.objects.filter(member_id=texter.member.id, state="open").exists()


def _new_member() -> Texter:
    phone = f"+1202555{next(_numbers)}"
    with inside(LAKESIDE):
        team = CareTeam.objects.get(name="North shore")
        enrol_member(actor=operator(LAKESIDE), care_team_id=team.id, name="New", phone=phone)
    return Texter(LAKESIDE, "New", phone)
