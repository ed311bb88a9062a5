"""Receipts come more than once, in any order, and even before the sending has returned."""

from itertools import permutations
from typing import Literal
from uuid import UUID

import pytest

from chaperone.carriers.receipts import Receipt, report
from chaperone.conversations.actions import send as sending
from chaperone.conversations.events import TEXT_LOST, TEXT_SETTLED
from chaperone.conversations.models import Delivery
from chaperone.database.identifiers import new_id
from tests.cast import HARBOR, LAKESIDE, inside, ursula
from tests.conversations.scene import Scene


@pytest.fixture
def sent(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """A text that a carrier took, of which it has said no more."""
    monkeypatch.setattr(sending, "send", lambda **_: "carrier-1")
    scene.text(ursula, "What is A1C?")
    scene.work()
    return scene.deliveries(ursula)[0].id


def test_a_receipt_is_found_by_the_carriers_id(scene: Scene, sent: UUID) -> None:
    _report(None, "delivered")

    assert scene.deliveries(ursula)[0].state == "delivered"
    assert scene.entries(TEXT_SETTLED) == 1


def test_a_receipt_is_found_by_our_id(scene: Scene, sent: UUID) -> None:
    _report(sent, "delivered", carrier_message_id="other")

    assert scene.deliveries(ursula)[0].state == "delivered"


def test_a_text_that_failed_calls_a_coach_and_says_why(scene: Scene, sent: UUID) -> None:
    _report(sent, "failed")

    assert scene.deliveries(ursula)[0].note == "The phone is off."
    assert (scene.entries(TEXT_LOST), scene.entries(TEXT_SETTLED)) == (1, 0)
    assert scene.conversation(ursula).waiting_since is not None


@pytest.mark.parametrize("order", list(permutations(["delivered", "failed", "delivered"])))
def test_in_any_order_a_delivery_stands(
    scene: Scene, sent: UUID, order: tuple[Literal["delivered", "failed"], ...]
) -> None:
    for state in order:
        _report(sent, state)

    assert scene.deliveries(ursula)[0].state == "delivered"


def test_the_same_receipt_twice_is_recorded_once(scene: Scene, sent: UUID) -> None:
    _report(sent, "delivered")
    _report(sent, "delivered")

    assert scene.entries(TEXT_SETTLED) == 1


def test_a_receipt_settles_what_was_unconfirmed(scene: Scene, sent: UUID) -> None:
    with inside(LAKESIDE):
        Delivery.objects.filter(id=sent).update(state="unconfirmed")

    _report(sent, "delivered")

    assert scene.deliveries(ursula)[0].state == "delivered"


def test_a_receipt_for_a_text_that_we_do_not_know_changes_nothing(scene: Scene, sent: UUID) -> None:
    _report(new_id(), "failed")

    assert scene.deliveries(ursula)[0].state == "sent"


def test_a_receipt_from_another_organization_reaches_nothing(scene: Scene, sent: UUID) -> None:
    _report(sent, "failed", organization_id=HARBOR)

    assert scene.deliveries(ursula)[0].state == "sent"


def test_a_withheld_text_stays_withheld(scene: Scene, sent: UUID) -> None:
    with inside(LAKESIDE):
        Delivery.objects.filter(id=sent).update(state="withheld")

    _report(sent, "delivered")

    assert scene.deliveries(ursula)[0].state == "withheld"


def _report(
    message_id: UUID | None,
    state: Literal["delivered", "failed"],
    *,
    organization_id: UUID = LAKESIDE,
    carrier_message_id: str = "carrier-1",
) -> None:
    reason = "The phone is off." if state == "failed" else ""
    report(
        organization_id=organization_id,
        receipt=Receipt("aws", carrier_message_id, message_id, state, reason),
    )
