"""A member texts while the database can only be read: one fixed text, and the carrier keeps it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connections
from django.test import Client, override_settings

from chaperone.access.actors import operator
from chaperone.carriers.actions import assign_number
from chaperone.carriers.aws.configuration import certificates_folder
from chaperone.continuity.emergency import desk as desks
from chaperone.continuity.emergency.actions import mode
from chaperone.continuity.emergency.actions.join import join
from chaperone.continuity.emergency.events import TEXT_INTENDED, TEXT_NOT_SENT, TEXT_SENT
from chaperone.continuity.emergency.journal.reading import read
from chaperone.conversations.texts.defaults import default_text
from chaperone.ledger import elsewhere
from chaperone.ledger.queries import search
from chaperone.members.actions import stop_texts
from tests.cast import LAKESIDE, LAKESIDE_NUMBER, STRANGERS_NUMBER, inside, kristopher, ursula
from tests.fakes.aws_sms import (
    CONTENT_TYPE,
    FORBIDDEN,
    FakeAws,
    SnsSigner,
    fake_aws,
    two_way_text,
)
from tests.fakes.aws_sms import (
    settings as aws_settings,
)
from tests.vendors.scene import no_agreement_for

pytestmark = pytest.mark.usefixtures("committed")
DANGER = "I took all my pills, I want to die"


@pytest.fixture(scope="module")
def signer() -> Iterator[SnsSigner]:
    made = SnsSigner.create()
    pinned = made.pin(certificates_folder())
    yield made
    pinned.unlink()


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch, committed: str) -> Iterator[FakeAws]:
    with fake_aws() as server:
        monkeypatch.setenv("CHAPERONE_AWS", aws_settings(sms_endpoint=server.url))
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tests")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "tests")
        with inside(LAKESIDE):
            assign_number(actor=operator(LAKESIDE), number=LAKESIDE_NUMBER, carrier="aws")
        yield server


@pytest.fixture
def away(aws: FakeAws, tmp_path: Path, settings: Any) -> Iterator[FakeAws]:
    """Emergency mode, on a database that refuses to be written to, as a standby does."""
    with emergency(tmp_path / "an.journal", settings):
        yield aws


class emergency:  # noqa: N801  reads as a verb
    def __init__(self, path: Path, settings: Any) -> None:
        self.path, self.settings = path, settings

    def __enter__(self) -> None:
        self.settings.CHAPERONE_EMERGENCY = self.path
        self.settings.ROOT_URLCONF = "chaperone.continuity.emergency.urls"
        desks.keep_here()
        _read_only("on")
        mode.begin(path=self.path, by="tests", why="a test", replica="nowhere")

    def __exit__(self, *_: object) -> None:
        desks.close()
        elsewhere.keep_with(None)
        _read_only("off")
        self.settings.CHAPERONE_EMERGENCY = None


def _read_only(switch: str) -> None:
    for alias in connections:
        with connections[alias].cursor() as cursor:
            cursor.execute(f"SET default_transaction_read_only = {switch}")


@pytest.fixture
def text(signer: SnsSigner) -> Any:
    """``text("hello")`` brings a text of Ursula's, as SNS does."""

    def bring(body: str, sender: str = ursula.phone) -> None:
        envelope = signer.sign_notification(two_way_text(sender, LAKESIDE_NUMBER, body))
        with override_settings(MIDDLEWARE=[]):
            answer = Client().generic(
                "POST", "/carriers/aws/", json.dumps(envelope), CONTENT_TYPE, secure=True
            )
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]

    return bring


def said(aws: FakeAws) -> list[str]:
    return [each["MessageBody"] for each in aws.sent]


def test_a_member_is_told_once_of_the_outage_however_often_the_carrier_tries(away, text):
    for _ in range(3):
        text("Can I eat mangoes?")
    assert said(away) == [default_text("outage", "en")]
    assert away.sent[0]["DestinationPhoneNumber"] == ursula.phone
    text("Can I eat mangoes?", kristopher.phone)
    assert len(away.sent) == 2


def test_in_danger_the_fixed_text_of_danger_goes_out_and_people_are_called(away, text):
    text("Can I eat mangoes?")
    mail.outbox.clear()
    text(DANGER)
    assert said(away)[1:] == [default_text("crisis", "en")]
    (call,) = mail.outbox
    assert ursula.name not in call.subject + call.body
    (danger,) = desks.desk().remembered.dangers(LAKESIDE)
    assert danger.level == "crisis"


def test_strangers_and_who_says_stop_get_nothing(away, text):
    text("hello", STRANGERS_NUMBER)
    text("STOP")
    assert said(away) == []


def test_who_said_stop_gets_the_text_of_danger_alone(aws, text, tmp_path, settings):
    with inside(LAKESIDE):
        stop_texts(actor=operator(LAKESIDE), member=ursula.member)
    with emergency(tmp_path / "an.journal", settings):
        text("Can I eat mangoes?")
        text(DANGER)
    assert said(aws) == [default_text("crisis", "en")]


def test_without_an_agreement_only_the_text_of_danger_leaves(aws, text, tmp_path, settings):
    no_agreement_for("texts.aws")
    with emergency(tmp_path / "an.journal", settings):
        text("Can I eat mangoes?")
        text(DANGER)
    assert said(aws) == [default_text("crisis", "en")]


def test_after_a_restart_nobody_gets_it_twice(aws, text, tmp_path, settings):
    with emergency(tmp_path / "an.journal", settings):
        text("Can I eat mangoes?")
    with emergency(tmp_path / "an.journal", settings):
        text("Can I eat mangoes?")
    assert len(aws.sent) == 1


def test_where_the_intent_cannot_be_kept_nothing_is_sent(away, text, tmp_path):
    (tmp_path / "an.journal").unlink()
    text(DANGER)
    assert said(away) == []


def test_what_is_forged_is_not_answered(away):
    forger = SnsSigner.create(name="SimpleNotificationService-" + "0" * 32 + ".pem")
    envelope = forger.sign_notification(two_way_text(ursula.phone, LAKESIDE_NUMBER, "hello"))
    with override_settings(MIDDLEWARE=[]):
        answer = Client().generic(
            "POST", "/carriers/aws/", json.dumps(envelope), CONTENT_TYPE, secure=True
        )
    assert answer.status_code == 503
    assert said(away) == []


def test_intent_and_outcome_join_the_ledger(aws, text, tmp_path, settings):
    path = tmp_path / "an.journal"
    aws.failures.append(FORBIDDEN)
    with emergency(path, settings):
        text("Can I eat mangoes?")
        text(DANGER)
        mode.end(by="tests")
    assert b"mangoes" not in path.read_bytes()
    assert read(path, desks.chain_of(path)[2]).ended
    assert join(path=path, by="tests").problems == []
    with inside(LAKESIDE):
        found = {
            event.name: len(search(operator(LAKESIDE), event=event.name).rows)
            for event in (TEXT_INTENDED, TEXT_SENT, TEXT_NOT_SENT)
        }
    assert list(found.values()) == [2, 1, 1]
