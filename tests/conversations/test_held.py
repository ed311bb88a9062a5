"""Invariant 3 at the text network: without an agreement in force nothing ordinary leaves, nothing
is lost, and what saves a life goes.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from chaperone.access.actors import operator
from chaperone.carriers.actions import assign_number
from chaperone.carriers.models import Carrier
from chaperone.conversations.actions import send as sending
from chaperone.conversations.actions.hold import release
from chaperone.conversations.actions.hurry import hurry
from chaperone.conversations.actions.send import send_batch
from chaperone.conversations.events import TEXTS_HELD, TEXTS_PASSED_ON, TEXTS_RELEASED
from chaperone.conversations.models import Delivery
from chaperone.ledger.queries import search
from chaperone.notices.models import Notice
from chaperone.vendors.actions.watching import watch
from chaperone.vendors.events import GATE_OPENED, GATE_OVERRIDDEN, GATE_SHUT
from chaperone.vendors.models import Closure
from tests.cast import LAKESIDE, LAKESIDE_NUMBER, inside, kristopher, samuel, ursula
from tests.conversations.asking import AskingScene
from tests.conversations.scene import Scene
from tests.vendors.scene import ended, no_agreement_for, texts_agreement

QUESTION = "What is A1C?"
EMERGENCY = "I have chest pain and can't breathe"


def _nothing() -> None:
    """Between a claim and its outcome."""


class Network:
    """The text network: what it was given to carry."""

    def __init__(self) -> None:
        self.bodies: list[str] = []
        self.during: Callable[[], object] = _nothing

    def send(self, *, message_id: Any, body: str, **_: Any) -> str:
        self.bodies.append(body)
        self.during()
        return str(message_id)


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    found = Network()
    monkeypatch.setattr(sending, "send", found.send)
    return found


@pytest.fixture
def aws(
    committed: str, as_login: Callable[[str], AbstractContextManager[None]], network: Network
) -> Scene:
    """Lakeside's texts go by AWS under no agreement; members write by the demo's phones before that."""
    no_agreement_for("texts.aws")  # the demo's
    return Scene(as_login)


def by_aws() -> None:
    with inside(LAKESIDE):
        assign_number(actor=operator(LAKESIDE), number=LAKESIDE_NUMBER, carrier=Carrier.AWS)


def written(scene: Scene, *texts: tuple[Any, str]) -> None:
    """Members wrote and were answered, and nothing was sent yet."""
    for member, body in texts:
        scene.text(member, body)
    scene.answer()
    by_aws()


def states() -> list[str]:
    with inside(LAKESIDE):
        return list(Delivery.objects.order_by("id").values_list("state", flat=True))


def recorded(event: Any) -> int:
    with inside(LAKESIDE):
        return len(search(operator(LAKESIDE), event=event.name).rows)


def told() -> dict[str, int]:
    with samuel.acting():
        kinds = Notice.objects.filter(way="email").values_list("kind", flat=True)
        return {kind: list(kinds).count(kind) for kind in kinds}


def watched(scene: Scene) -> None:
    with scene.as_login("worker"):
        watch(organization_id=LAKESIDE)


def test_without_an_agreement_texts_are_kept_and_go_out_when_there_is_one(
    aws: Scene, network: Network
) -> None:
    written(aws, (ursula, QUESTION), (ursula, QUESTION), (kristopher, QUESTION))
    aws.send()
    aws.send()
    assert network.bodies == []
    assert set(states()) == {"held", "pending"}  # what is behind a kept one waits for it
    assert (recorded(TEXTS_HELD), recorded(TEXTS_PASSED_ON)) == (2, 0)
    assert "agreement" in aws.deliveries(ursula)[0].note

    texts_agreement()
    with aws.as_login("worker"):
        assert release(organization_id=LAKESIDE) == 2
    aws.send()
    assert set(states()) == {"sent"}
    assert recorded(TEXTS_RELEASED) == 1
    asked = [said.body for said in aws.outbound(ursula)]
    assert [body for body in network.bodies if body in asked][: len(asked)] != []
    assert len(network.bodies) == 3


def test_the_people_in_charge_are_told_once_however_many_texts(
    aws: Scene, network: Network
) -> None:
    written(aws, (ursula, QUESTION), (kristopher, QUESTION))
    aws.send()
    watched(aws)
    watched(aws)
    assert told() == {"vendors.shut": 1}
    assert recorded(GATE_SHUT) == 1
    texts_agreement()
    watched(aws)
    assert recorded(GATE_OPENED) == 1
    with inside(LAKESIDE):
        assert Closure.objects.get().ended_at


def test_a_life_comes_before_the_gate_and_the_override_is_recorded_and_alarmed(
    aws: Scene, network: Network
) -> None:
    signed = texts_agreement()
    written(aws, (ursula, QUESTION), (ursula, EMERGENCY))
    ended(signed.id)
    aws.send()
    with aws.as_login("worker"):
        hurry(organization_id=LAKESIDE)
    aws.send()
    assert len(network.bodies) == 1
    assert "911" in network.bodies[0]
    assert sorted(states()) == ["held", "sent"]
    assert recorded(GATE_OVERRIDDEN) == 1
    watched(aws)
    assert told() == {"vendors.shut": 1, "vendors.overridden": 1} | _paged()


def _paged() -> dict[str, int]:
    return {kind: count for kind, count in told().items() if not kind.startswith("vendors.")}


def test_an_agreement_that_ends_during_a_burst_stops_the_next_text(
    aws: Scene, network: Network
) -> None:
    signed = texts_agreement()
    written(aws, (ursula, QUESTION), (kristopher, QUESTION))
    # No transaction is open while the network is called: whoever ends it need not wait.
    with AskingScene.by_web(lambda: ended(signed.id)) as network.during, aws.as_login("worker"):
        assert send_batch(organization_id=LAKESIDE) == 1
    network.during = _nothing
    aws.send()
    assert len(network.bodies) == 1
    assert sorted(states()) == ["held", "sent"]


def test_an_agreement_for_something_else_lets_no_text_out(aws: Scene, network: Network) -> None:
    texts_agreement(purposes=["sink"])
    texts_agreement(covers=["messages"])
    texts_agreement(kind="dsa")
    written(aws, (ursula, QUESTION))
    aws.send()
    assert (network.bodies, states()) == ([], ["held"])


def test_the_handset_is_no_vendor(aws: Scene, network: Network) -> None:
    aws.text(ursula, QUESTION)
    aws.work()
    assert len(network.bodies) == 1
    with inside(LAKESIDE):
        assert not Closure.objects.exists()
