"""From a signed envelope of SNS to the fixed text, for a number that nobody knows."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from chaperone.access.actors import operator
from chaperone.carriers.actions import assign_number
from chaperone.conversations.actions.hurry import hurry
from chaperone.conversations.texts.defaults import default_text
from chaperone.conversations.unknown.actions import send as sending
from tests.cast import LAKESIDE, LAKESIDE_NUMBER, STRANGERS_NUMBER, inside
from tests.fakes.aws_sms import CONTENT_TYPE, SnsSigner, two_way_text


def test_a_signed_text_in_danger_gets_the_fixed_text(
    committed: str,
    as_login: Callable[[str], AbstractContextManager[None]],
    signer: SnsSigner,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    went: list[tuple[str, str]] = []
    monkeypatch.setattr(
        sending, "send", lambda **text: went.append((text["recipient"], text["body"]))
    )
    with inside(LAKESIDE):
        assign_number(actor=operator(LAKESIDE), number=LAKESIDE_NUMBER, carrier="aws")
    text = two_way_text(STRANGERS_NUMBER, LAKESIDE_NUMBER, "I can't breathe")
    for _ in range(2):  # networks deliver more than once
        envelope = json.dumps(signer.sign_notification(text)).encode()
        answer = Client(enforce_csrf_checks=True).generic(
            "POST", "/carriers/aws/", envelope, CONTENT_TYPE, secure=True
        )
        assert answer.status_code == 200
        with as_login("worker"):
            hurry(organization_id=LAKESIDE)
    assert went == [(STRANGERS_NUMBER, default_text("emergency", "en"))]
