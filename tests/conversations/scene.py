"""What tests of conversations do and look at."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from chaperone.access.actors import assistant, carrier
from chaperone.access.witness import witnessed
from chaperone.carriers.handset.actions import send_from_handset
from chaperone.carriers.outbound import Line
from chaperone.conversations.actions import send as sending
from chaperone.conversations.actions.answer import answer_batch
from chaperone.conversations.actions.send import send_batch
from chaperone.conversations.models import Conversation, Delivery, Message, Turn
from chaperone.ledger.models import Entry
from tests.cast import LAKESIDE, LAKESIDE_NUMBER, Texter, inside


class Said(NamedTuple):
    """A message in clear, with what became of it."""

    author: str
    body: str
    state: str


@dataclass
class Scene:
    """The product from a member's phone to a member's phone, one step at a time."""

    as_login: Callable[[str], AbstractContextManager[None]]

    def text(self, texter: Texter, body: str, *, number: str = LAKESIDE_NUMBER) -> UUID:
        """A member texts; returns the message's id."""
        accepted = send_from_handset(sender=texter.phone, recipient=number, body=body)
        assert accepted.message_id is not None
        return accepted.message_id

    def answer(self, organization_id: UUID = LAKESIDE) -> None:
        """A worker handles every text that waits."""
        with self.as_login("worker"):
            while answer_batch(organization_id=organization_id):
                pass

    def send(self, organization_id: UUID = LAKESIDE) -> None:
        """A worker empties the outbox."""
        with self.as_login("worker"):
            while send_batch(organization_id=organization_id):
                pass

    def work(self, organization_id: UUID = LAKESIDE) -> None:
        self.answer(organization_id)
        self.send(organization_id)

    def conversation(self, texter: Texter) -> Conversation:
        with inside(texter.organization_id):
            return Conversation.objects.select_related("member").get(member=texter.member)

    def turn(self, message_id: UUID, organization_id: UUID = LAKESIDE) -> Turn:
        with inside(organization_id):
            return Turn.objects.get(id=message_id)

    def deliveries(self, texter: Texter) -> list[Delivery]:
        with inside(texter.organization_id):
            return list(Delivery.objects.filter(member=texter.member).order_by("id"))

    def said(self, texter: Texter) -> list[Said]:
        """Everything in a member's thread, in order."""
        with inside(texter.organization_id):
            actor = assistant(texter.organization_id)
            with witnessed(actor, purpose="treatment", place="tests"):
                messages = Message.objects.filter(member=texter.member).order_by("id")
                return [
                    Said(message.author, message.body.open(), self._state(message))
                    for message in messages
                ]

    def outbound(self, texter: Texter) -> list[Said]:
        return [said for said in self.said(texter) if said.author != "member"]

    def entries(self, event: Any, organization_id: UUID = LAKESIDE) -> int:
        """How many entries of an event the ledger holds."""
        with inside(organization_id):
            return Entry.objects.filter(event=event.name).count()

    @staticmethod
    def _state(message: Message) -> str:
        model = Turn if message.author == "member" else Delivery
        return str(model.objects.get(id=message.id).state)


def carrier_of(organization_id: UUID = LAKESIDE) -> Any:
    return carrier(organization_id)


def carrier_could_double(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the carrier may send a text twice that it is asked for twice."""
    real: Callable[..., Line] = sending.line_of

    def doubling(*, organization_id: UUID) -> Line:
        line = real(organization_id=organization_id)
        return line._replace(way=line.way._replace(idempotent=False))

    monkeypatch.setattr(sending, "line_of", doubling)
