"""The key provider is down or has been revoked: what still works, what refuses, how it recovers.

Each row of the table in docs/operate/keys.md is a test here. The root key is in a KMS of our own
that fails as it is told to.
"""

import json
import time
from collections.abc import Iterator

import pytest
from django.db import connection

from chaperone.access.actors import assistant
from chaperone.access.witness import witnessed
from chaperone.carriers.handset.actions import send_from_handset
from chaperone.cli import doctor
from chaperone.cli.folder import DataFolder
from chaperone.conversations.actions.answer import answer_batch
from chaperone.conversations.actions.send import send_batch
from chaperone.conversations.models import Delivery, Message
from chaperone.crypto.errors import CryptoError, ProviderError
from chaperone.crypto.providers import aws_kms
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.errors import NotRecorded
from chaperone.vault import keeping, provider, rotation
from chaperone.vault.keyring import keyring
from chaperone.vault.registry import OPERATOR
from tests.cast import HARBOR, LAKESIDE, OPERATIONS, inside, maria, ursula
from tests.conversations.scene import Scene
from tests.fakes.kms import FakeKms, fake_kms

WORDS = "words that Ursula wrote in confidence"
QUESTION = "What is A1C?"


@pytest.fixture
def kms(committed, as_login, settings, tmp_path, monkeypatch) -> Iterator[FakeKms]:
    """The root key of this installation is in KMS now."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")
    monkeypatch.setattr(aws_kms, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(
        aws_kms, "_LIMITS", aws_kms._LIMITS.merge(aws_kms.Config(retries={"total_max_attempts": 1}))
    )
    (tmp_path / "secrets").symlink_to(settings.CHAPERONE_DATA / "secrets")
    former = {"provider": "file", "path": str(settings.CHAPERONE_KEYS / "root.key")}
    with fake_kms() as (service, address):
        keys = {"provider": "aws_kms", "key": "alias/c", "region": "us-east-1", "endpoint": address}
        config = tmp_path / "config.json"
        config.write_text(json.dumps({"keys": keys | {"former": [former]}}))
        settings.CHAPERONE_DATA = tmp_path
        forget()
        with as_login("worker"):
            for organization_id in (PLATFORM, LAKESIDE, HARBOR, OPERATIONS):
                rotation.rotate_root(organization_id=organization_id, by=OPERATOR)
        config.write_text(json.dumps({"keys": keys}))
        forget()
        yield service
        forget()


def forget() -> None:
    provider.forget_providers()
    keyring.forget()


def pass_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the time for which keys are kept had passed."""
    real, ahead = time.monotonic, keeping.KEPT_SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: real() + ahead)


def name_of_ursula() -> str:
    with inside(LAKESIDE), witnessed(assistant(LAKESIDE), purpose="treatment", place="test"):
        return ursula.member.name.open()


@pytest.mark.parametrize("fault", ["DisabledException", "AccessDeniedException"])
def test_a_revoked_root_key_stops_opening_within_five_minutes(
    kms: FakeKms, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    assert name_of_ursula() == ursula.name
    # Read later than the organization's key, and forgotten together with it.
    real = time.monotonic
    with monkeypatch.context() as later:
        later.setattr(time, "monotonic", lambda: real() + keeping.KEPT_SECONDS - 5)
        with inside(LAKESIDE):
            keyring.sealing_key(LAKESIDE, "shared")
    kms.failing = fault
    assert name_of_ursula() == ursula.name
    pass_time(monkeypatch)
    asked = len(kms.calls)
    with pytest.raises((ProviderError, NotRecorded)):
        name_of_ursula()
    with inside(LAKESIDE), pytest.raises(ProviderError):
        keyring.sealing_key(LAKESIDE, "shared")
    assert len(kms.calls) > asked
    assert not keeping.memory.sweep(time.monotonic())


@pytest.mark.parametrize(
    "fault", ["DisabledException", "AccessDeniedException", "ThrottlingException", "reset"]
)
def test_pages_with_members_data_answer_503_with_a_sentence_and_recover(
    kms: FakeKms, as_login, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    with as_login("web"):
        send_from_handset(sender=ursula.phone, body=WORDS)
        with inside(LAKESIDE):
            address = f"/threads/{ursula.member.id}/"
        client = maria.client()
        page = client.get(address, secure=True)
        assert page.status_code == 200
        assert WORDS in page.content.decode()
        kms.reset, kms.failing = fault == "reset", "" if fault == "reset" else fault
        pass_time(monkeypatch)
        page = client.get(address, secure=True)
        assert page.status_code == 503
        assert WORDS not in page.content.decode()
        assert ursula.name not in page.content.decode()
        assert "try again" in page.content.decode().lower()
        kms.reset, kms.failing = False, ""
        page = client.get(address, secure=True)
        assert page.status_code == 200
        assert WORDS in page.content.decode()


def test_a_text_that_was_accepted_waits_and_is_answered_once_it_is_back(
    kms: FakeKms, as_login, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = Scene(as_login)
    message_id = scene.text(ursula, QUESTION)
    kms.failing = "DisabledException"
    keyring.forget()
    with as_login("worker"):
        for _ in range(3):
            with pytest.raises((CryptoError, NotRecorded)):
                answer_batch(organization_id=LAKESIDE)
    assert scene.turn(message_id).state == "waiting"
    kms.failing = ""
    scene.work()
    assert scene.turn(message_id).state == "answered"
    assert len(scene.outbound(ursula)) == 1


def test_an_answer_that_was_made_waits_and_is_sent_once_it_is_back(kms: FakeKms, as_login) -> None:
    scene = Scene(as_login)
    scene.text(ursula, QUESTION)
    scene.answer()
    kms.failing = "KMSInternalException"
    keyring.forget()
    with as_login("worker"), pytest.raises((CryptoError, NotRecorded)):
        send_batch(organization_id=LAKESIDE)
    with inside(LAKESIDE):
        assert list(Delivery.objects.values_list("state", "attempts")) == [("pending", 0)]
    kms.failing = ""
    scene.send()
    assert [said.state for said in scene.outbound(ursula)] == ["delivered"]


def test_a_text_that_cannot_be_sealed_is_not_acknowledged_and_leaves_nothing(
    kms: FakeKms, as_login
) -> None:
    """The carrier tries again; its webhook answers 503 (tests/carriers/aws/test_views.py)."""
    with as_login("web"):
        kms.failing = "DisabledException"
        keyring.forget()
        with pytest.raises((CryptoError, NotRecorded)):
            send_from_handset(sender=ursula.phone, body=WORDS)
        kms.failing = ""
        with inside(LAKESIDE):
            assert Message.objects.count() == 0
        send_from_handset(sender=ursula.phone, body=WORDS)
        with inside(LAKESIDE):
            assert Message.objects.count() == 1


def test_the_record_goes_on_being_placed_and_verified_without_keys(kms: FakeKms, as_login) -> None:
    """The tree is over the sealed bytes."""
    name_of_ursula()
    kms.failing = "DisabledException"
    keyring.forget()
    with as_login("sequencer"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_pending")
        assert cursor.fetchone()[0] > 0


@pytest.mark.parametrize("fault", ["DisabledException", "AccessDeniedException", "reset"])
def test_doctor_says_which_provider_is_in_use_and_how_to_mend_it(
    kms: FakeKms, settings, fault: str
) -> None:
    folder = DataFolder(settings.CHAPERONE_DATA)
    check = {"key provider": doctor.CHECKS["key provider"]}
    finding = doctor._finding("key provider", check["key provider"], folder)
    assert finding.ok
    assert "aws_kms:us-east-1:alias/c: it wraps and unwraps" in finding.note
    kms.reset, kms.failing = fault == "reset", "" if fault == "reset" else fault
    finding = doctor._finding("key provider", check["key provider"], folder)
    assert not finding.ok
    mends = {
        "DisabledException": "Enable it at the provider",
        "AccessDeniedException": "Give its identity the right",
        "reset": "Check the way to it",
    }
    assert mends[fault] in finding.problem
