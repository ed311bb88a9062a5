"""Invariant 3: without an agreement in force not one byte of a member's data leaves for a model.

The model is a server on this machine that counts connections: what is not connected to got nothing.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest

from chaperone.assistant.events import DISCLOSURE_REFUSED, MODEL_ASKED
from chaperone.conversations.actions import ask as asking_module
from chaperone.ledger.errors import NotRecorded
from chaperone.vendors.models import Agreement
from tests.cast import LAKESIDE, inside, today_there, tom, ursula
from tests.conversations.asking import HOST, AskingScene, a_model, choose
from tests.vendors.scene import agreement, ended

QUESTION = "What is A1C?"
EMERGENCY = "I have chest pain and can't breathe"
DAY = timedelta(days=1)


@pytest.fixture
def asking(
    committed: str,
    as_login: Callable[[str], AbstractContextManager[None]],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[AskingScene]:
    """Lakeside has chosen a model, and signed nothing."""
    with a_model(monkeypatch) as model:
        choose("own")
        yield AskingScene(as_login, model)


def no_byte_left(asking: AskingScene, *, refused: int = 1) -> None:
    assert asking.model.connections == 0
    assert asking.records(MODEL_ASKED) == []
    assert len(asking.records(DISCLOSURE_REFUSED)) == refused
    # And the member is answered all the same.
    assert [said.state for said in asking.outbound(ursula)] == ["delivered"] * refused


def test_no_agreement_no_bytes(asking: AskingScene) -> None:
    asking.text(ursula, QUESTION)
    asking.work()
    no_byte_left(asking)


def test_an_agreement_that_does_not_fit_is_none(asking: AskingScene) -> None:
    today = today_there()
    agreement(host=HOST, kind="dsa")
    agreement(host=HOST, starts_on=today + 2 * DAY)
    agreement(host=HOST, ends_on=today - 2 * DAY)
    agreement(host=HOST, covers=["name"])
    agreement(host=HOST, covers=[])
    agreement(host="localhost")
    agreement(host="")
    agreement(tom, host=HOST)
    ended(agreement(host=HOST).id)
    asking.text(ursula, QUESTION)

    asking.work()

    no_byte_left(asking)


def test_it_ends_between_claim_and_call(
    asking: AskingScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = agreement(host=HOST)
    asking.text(ursula, QUESTION)
    asking.answer()
    with asking.by_web(lambda: ended(signed.id)) as end:
        real = asking_module.claim

        def claim_and_then_it_ends(**arguments: Any) -> Any:
            question = real(**arguments)
            if question is not None:
                end()
            return question

        monkeypatch.setattr(asking_module, "claim", claim_and_then_it_ends)
        asking.ask()
    asking.send()

    no_byte_left(asking)


def test_it_ends_between_the_first_try_and_the_second(asking: AskingScene) -> None:
    signed = agreement(host=HOST)
    asking.model.faults = ["503", "503"]
    asking.text(ursula, QUESTION)
    asking.answer()

    with asking.meanwhile(lambda: ended(signed.id)):
        asking.ask()
    asking.work()

    assert len(asking.model.calls) == 1
    assert len(asking.records(MODEL_ASKED)) == 1
    assert len(asking.records(DISCLOSURE_REFUSED)) == 1
    assert len(asking.outbound(ursula)) == 1


def test_a_model_that_moves_needs_an_agreement_for_where_it_is_now(
    asking: AskingScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreement(host=HOST)
    moved = {
        "provider": "openai_compatible",
        "address": asking.model.address.replace(HOST, "localhost") + "/v1",
        "model": "llama",
        "sign_in": "none",
    }
    monkeypatch.setenv("CHAPERONE_MODELS", json.dumps({"own": moved}))
    asking.text(ursula, QUESTION)

    asking.work()

    no_byte_left(asking)


def test_what_cannot_be_recorded_does_not_leave(
    asking: AskingScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreement(host=HOST)
    asking.text(ursula, QUESTION)
    asking.answer()
    with monkeypatch.context() as patch:
        patch.setattr("chaperone.assistant.providers.actions.append", not_recorded)
        with pytest.raises(NotRecorded):
            asking.ask()
    assert asking.model.connections == 0


def test_the_record_is_committed_before_the_first_byte(asking: AskingScene) -> None:
    agreement(host=HOST)
    asking.text(ursula, QUESTION)
    asking.answer()
    seen: list[int] = []

    with asking.meanwhile(lambda: seen.append(len(asking.records(MODEL_ASKED)))):
        asking.ask()

    assert seen == [1]


def test_a_life_comes_before_the_gate(asking: AskingScene) -> None:
    asking.text(ursula, EMERGENCY)

    asking.work()

    assert [said.author for said in asking.outbound(ursula)] == ["system"]
    assert asking.conversation(ursula).urgency == "emergency"


def test_an_agreement_in_force_lets_it_out(asking: AskingScene) -> None:
    """So that the tests above can fail."""
    agreement(host=HOST)
    asking.text(ursula, QUESTION)

    asking.work()

    assert len(asking.model.calls) == 1
    with inside(LAKESIDE):
        assert asking.records(MODEL_ASKED)[0].details["agreement"] == str(
            Agreement.objects.get(host=HOST).id
        )


def not_recorded(**_: Any) -> None:
    raise NotRecorded
