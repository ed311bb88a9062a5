"""The webhook, tried by HTTP as the real ``web`` login."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.http import HttpRequest, UnreadablePostError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chaperone.access.actors import operator
from chaperone.carriers.actions import assign_number
from chaperone.carriers.aws import actions
from chaperone.carriers.models import Envelope, Inbound, Subscription, UnknownText
from chaperone.carriers.receipts import Receipt
from chaperone.crypto.errors import ProviderUnreachable
from chaperone.database.context import Context, apply
from chaperone.database.identifiers import PLATFORM, new_id
from chaperone.ledger.entries import open_sealed
from chaperone.ledger.errors import NotRecorded
from chaperone.vault.errors import KeyMissing
from chaperone.vault.keyring import keyring
from tests.carriers.above import Above
from tests.cast import HARBOR_NUMBER, LAKESIDE, LAKESIDE_NUMBER, STRANGERS_NUMBER, inside, ursula
from tests.fakes.aws_sms import (
    CONTENT_TYPE,
    SnsSigner,
    delivery_event,
    two_way_text,
)

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

URL = "/carriers/aws/"


@pytest.fixture(autouse=True)
def aws_number(above: Above, signer: SnsSigner) -> None:
    """Lakeside is texted by AWS in this file."""
    with inside(LAKESIDE):
        assign_number(actor=operator(LAKESIDE), number=LAKESIDE_NUMBER, carrier="aws")


def post(envelope: dict[str, Any] | bytes, content_type: str = CONTENT_TYPE, **more: Any) -> Any:
    body = envelope if isinstance(envelope, bytes) else json.dumps(envelope).encode()
    client = Client(enforce_csrf_checks=True)
    return client.generic("POST", URL, body, content_type, secure=True, **more)


def text(body: str = "hello", sender: str = ursula.phone, **fields: Any) -> dict[str, Any]:
    return two_way_text(sender, fields.pop("recipient", LAKESIDE_NUMBER), body, **fields)


def refusals() -> list[dict[str, Any]]:
    """What the ledger of the platform says about refused envelopes."""
    key = keyring.ledger_key(PLATFORM)
    with transaction.atomic(using="apart"), connections["apart"].cursor() as cursor:
        apply(cursor, Context(PLATFORM))
        cursor.execute(
            "SELECT id, sealed FROM ledger_entry WHERE event = 'carriers.envelope.refused'"
        )
        rows = cursor.fetchall()
    return [
        dict(open_sealed(bytes(sealed), key, organization_id=PLATFORM, entry_id=entry).details)
        for entry, sealed in rows
    ]


def rows() -> tuple[int, int, int, int]:
    """How many envelopes, texts, unknown texts and subscriptions are stored."""
    with inside(LAKESIDE):
        return (
            Envelope.objects.count(),
            Inbound.objects.count(),
            UnknownText.objects.count(),
            Subscription.objects.count(),
        )


def test_takes_in_a_members_text(above: Above, signer: SnsSigner) -> None:
    response = post(signer.sign_notification(text("May I walk?")))
    assert (response.status_code, response.content) == (200, b"Received.\n")
    assert above.bodies == ["May I walk?"]
    assert rows() == (1, 1, 0, 0)


def test_a_replayed_envelope_is_answered_and_does_nothing(above: Above, signer: SnsSigner) -> None:
    envelope = signer.sign_notification(text())
    assert [post(envelope).status_code for _ in range(3)] == [200, 200, 200]
    assert len(above.texts) == 1
    assert refusals() == []


def test_a_text_in_a_second_envelope_is_taken_in_once(above: Above, signer: SnsSigner) -> None:
    content = text()
    for _ in range(2):
        assert post(signer.sign_notification(content)).status_code == 200
    assert len(above.texts) == 1
    assert rows()[:2] == (2, 1)


def test_keeps_a_strangers_text(above: Above, signer: SnsSigner) -> None:
    assert post(signer.sign_notification(text(sender=STRANGERS_NUMBER))).status_code == 200
    assert above.texts == []
    assert rows() == (1, 1, 1, 0)


@pytest.mark.parametrize("body", ["x" * 1600, "x" * 1601, "x" * 100_000, "a\0b", "\ud83d", "", " "])
def test_a_genuine_text_is_never_lost(above: Above, signer: SnsSigner, body: str) -> None:
    assert post(signer.sign_notification(text(body))).status_code == 200
    [stored] = above.bodies
    assert len(stored) == len(body.replace("\0", ""))


def test_notes_a_receipt(above: Above, signer: SnsSigner) -> None:
    message_id = new_id()
    context = {"organization": str(LAKESIDE), "message": str(message_id)}
    assert post(signer.sign_notification(delivery_event(context, "aws-1"))).status_code == 200
    assert above.receipts == [(Receipt("aws", "aws-1", message_id, "delivered"), LAKESIDE)]


def test_answers_events_that_are_not_ours(above: Above, signer: SnsSigner) -> None:
    for event in (delivery_event({}, "aws-1"), delivery_event({}, "aws-2", kind="TEXT_SENT")):
        assert post(signer.sign_notification(event)).status_code == 200
    assert above.receipts == []


def forgeries(signer: SnsSigner, other: SnsSigner) -> dict[str, dict[str, Any]]:
    genuine = signer.sign_notification(text())
    return {
        "signature does not fit": genuine | {"Message": json.dumps(text("forged"))},
        "topic is not one of ours": signer.sign_notification(text(), TopicArn="arn:aws:sns:x"),
        "is not pinned": other.sign_notification(text()),
        "version 2": genuine | {"SignatureVersion": "1"},
        "sent more than an hour ago": signer.sign_notification(
            text(), at=datetime.now(UTC) - timedelta(minutes=61)
        ),
        "or the clocks differ": signer.sign_notification(
            text(), at=datetime.now(UTC) + timedelta(minutes=61)
        ),
        "not at the address of its region": genuine | {"SigningCertURL": "https://x.example/a.pem"},
        "SubscribeURL is not at": signer.sign_subscription(home="https://x.example"),
    }


@pytest.mark.parametrize("reason", forgeries(SnsSigner.create(), SnsSigner.create()))
def test_a_forgery_gets_403_a_reason_an_entry_and_no_row(
    above: Above, signer: SnsSigner, other_signer: SnsSigner, reason: str
) -> None:
    forged = forgeries(signer, other_signer)[reason]
    response = post(forged)
    assert response.status_code == 403
    assert reason in response.content.decode()
    assert rows() == (0, 0, 0, 0)
    assert (above.texts, above.receipts) == ([], [])
    [entry] = refusals()
    assert reason in entry["reason"]
    assert entry["envelope"] == forged["MessageId"]
    assert "hello" not in json.dumps(entry)


def test_nothing_is_accepted_before_a_topic_is_set_up(
    above: Above, signer: SnsSigner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHAPERONE_AWS")
    response = post(signer.sign_notification(text()))
    assert response.status_code == 403
    assert rows() == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("hello", "It is not JSON"),
        (text(sender="6175550123"), "country code are missing"),
        (text(recipient="+1617"), "It needs 7 to 15 digits"),
        (text(recipient="+16175550987"), "No organization here gets texts at this number"),
        (text(recipient=HARBOR_NUMBER), "No organization here gets texts at this number"),
        (text(inboundMessageId=""), "inboundMessageId"),
    ],
)
def test_a_genuine_envelope_with_the_wrong_content_gets_422_and_an_entry(
    above: Above, signer: SnsSigner, message: Any, sentence: str
) -> None:
    response = post(signer.sign_notification(message))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert rows() == (0, 0, 0, 0)
    [entry] = refusals()
    assert sentence in entry["reason"]
    assert above.texts == []


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b" " * (256 * 1024 + 1), CONTENT_TYPE, 413),
        (b"{}", "text/html", 415),
        (b"{}", "", 415),
        (b"{}", "multipart/form-data; boundary=x", 415),
        (b"\xff", CONTENT_TYPE, 400),
        (b" ", CONTENT_TYPE, 400),
        (b"{}", CONTENT_TYPE, 400),
        (b'{"Type": "Notification"}', "application/json", 400),
        (b"[" * 200_000, CONTENT_TYPE, 400),
    ],
)
def test_what_is_no_envelope_gets_a_sentence_and_leaves_nothing(
    body: bytes, content_type: str, status: int
) -> None:
    response = post(body, content_type)
    assert response.status_code == status
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().strip().endswith(".")
    assert rows() == (0, 0, 0, 0)
    assert refusals() == []


def test_refuses_by_the_declared_length_before_reading() -> None:
    for declared in (str(256 * 1024 + 1), "1e9", "-1"):
        assert post(b"{}", CONTENT_LENGTH=declared).status_code == 413


def test_a_body_that_breaks_off_gets_400(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: HttpRequest) -> bytes:
        raise UnreadablePostError("broke off")

    monkeypatch.setattr(HttpRequest, "body", property(broken))
    assert post(b"{}").status_code == 400


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
def test_takes_posts_only(method: str) -> None:
    assert Client().generic(method, URL, secure=True).status_code == 405


@pytest.mark.parametrize(
    "problem", [DatabaseError("x"), NotRecorded(), KeyMissing("x"), ProviderUnreachable("x")]
)
def test_what_cannot_be_stored_is_asked_for_again(
    above: Above, signer: SnsSigner, problem: Exception
) -> None:
    envelope = signer.sign_notification(text("keep me"))
    above.problem = problem
    response = post(envelope)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert rows() == (0, 0, 0, 0)
    above.problem = None
    above.texts.clear()
    assert post(envelope).status_code == 200
    assert above.bodies == ["keep me"]


def test_a_forgery_that_cannot_be_recorded_is_not_answered_as_if_it_were(
    signer: SnsSigner, other_signer: SnsSigner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: Any) -> None:
        raise NotRecorded

    monkeypatch.setattr(actions, "append_apart", refuse)
    assert post(other_signer.sign_notification(text())).status_code == 503


def test_a_problem_in_the_log_quotes_nothing(
    above: Above, signer: SnsSigner, caplog: pytest.LogCaptureFixture
) -> None:
    above.problem = DatabaseError("Key (body)=(my sugar) exists")
    post(signer.sign_notification(text("my sugar")))
    assert "sugar" not in caplog.text
    assert "DatabaseError" in caplog.text


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(body=st.binary(min_size=1, max_size=300) | st.text(min_size=1, max_size=200).map(str.encode))
def test_arbitrary_bodies_never_fail(body: bytes) -> None:
    assert post(body).status_code == 400


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(payload=_json)
def test_arbitrary_genuine_content_never_fails(signer: SnsSigner, payload: Any) -> None:
    assert post(signer.sign_notification(json.dumps(payload))).status_code == 422


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    changes=st.dictionaries(
        st.sampled_from(sorted(two_way_text("", "", ""))), _json, min_size=1, max_size=2
    )
)
def test_arbitrary_fields_of_a_genuine_text_never_fail(
    signer: SnsSigner, changes: dict[str, Any]
) -> None:
    status = post(signer.sign_notification(text() | changes)).status_code
    assert status in (200, 422)


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    changes=st.dictionaries(
        st.sampled_from(["Type", "MessageId", "TopicArn", "Timestamp", "Signature", "Subject",
                         "SigningCertURL", "SignatureVersion", "Message", "Token"]),
        _json,
        min_size=1,
        max_size=3,
    )
)  # fmt: skip
def test_arbitrary_fields_of_an_envelope_never_pass(
    above: Above, signer: SnsSigner, changes: dict[str, Any]
) -> None:
    genuine = signer.sign_notification(text())
    changed = genuine | changes
    harmless = {name: value for name, value in changed.items() if name not in ("Subject", "Token")}
    unchanged = harmless.items() <= genuine.items() and changed.get("Subject") is None
    assert post(changed).status_code in ((200,) if unchanged else (400, 403))


def test_the_topic_in_the_ledger_is_of_bounded_length(
    signer: SnsSigner, other_signer: SnsSigner
) -> None:
    assert post(other_signer.sign_notification(text(), TopicArn="t" * 2000)).status_code == 403
    assert len(refusals()[0]["topic"]) == 300


def test_a_subscription_waits_for_a_worker(
    signer: SnsSigner, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        assert post(signer.sign_subscription()).status_code == 200
    assert len(callbacks) == 1
    [subscription] = Subscription.objects.all()
    assert subscription.state == "waiting"
    with connection.cursor() as cursor, inside(PLATFORM):
        cursor.execute(
            "SELECT count(*) FROM ledger_entry WHERE event LIKE 'carriers.subscription.%'"
        )
        assert cursor.fetchone() == (1,)


def test_the_end_of_a_subscription_is_noted(signer: SnsSigner) -> None:
    post(signer.sign_subscription())
    assert post(signer.sign_subscription(kind="UnsubscribeConfirmation")).status_code == 200
    assert Subscription.objects.get().state == "ended"


@pytest.mark.parametrize(
    "url",
    [
        "http://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn={topic}",
        "https://sns.us-east-1.amazonaws.com.x.example/?Action=ConfirmSubscription&TopicArn={topic}",
        "https://sns.us-east-1.amazonaws.com@x.example/?Action=ConfirmSubscription&TopicArn={topic}",
        "https://sns.us-east-1.amazonaws.com:8443/?Action=ConfirmSubscription&TopicArn={topic}",
        "https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription&TopicArn={topic}",
        "https://sns.us-east-1.amazonaws.com/?Action=DeleteTopic&TopicArn={topic}",
        "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=other",
        "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription",
        "https://sns.us-east-1.amazonaws.com/",
        "http://169.254.169.254/latest/meta-data/?Action=ConfirmSubscription&TopicArn={topic}",
    ],
)
def test_confirms_only_at_sns_and_only_that_topic(signer: SnsSigner, url: str) -> None:
    envelope = signer.sign_subscription()
    address = url.format(topic=envelope["TopicArn"])
    response = post(signer.sign_subscription(SubscribeURL=address, MessageId=str(uuid4())))
    assert response.status_code == 403
    assert rows()[3] == 0
