import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.carriers.aws.envelopes import Envelope
from chaperone.carriers.aws.errors import NotUnderstood
from chaperone.carriers.aws.payloads import Event, read_notification
from chaperone.carriers.inbound import InboundText
from chaperone.carriers.receipts import Receipt
from chaperone.database.identifiers import new_id
from tests.fakes.aws_sms import delivery_event, two_way_text

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
ORGANIZATION, MESSAGE = new_id(), new_id()
CONTEXT = {"organization": str(ORGANIZATION), "message": str(MESSAGE)}
TEXT = two_way_text("+16175550123", "+16175550100", "hello", inboundMessageId="m-1")


def read(payload: Any) -> InboundText | Event:
    message = payload if isinstance(payload, str) else json.dumps(payload)
    return read_notification(
        Envelope(
            type="Notification",
            id=UUID(int=1),
            topic="t",
            sent_at=AT,
            message=message,
            signature_version="2",
            signature="",
            certificate_url="",
            signed="",
        )
    )


def test_reads_a_text() -> None:
    assert read(TEXT) == InboundText("aws", "m-1", "+16175550123", "+16175550100", "hello", AT)


def test_numbers_are_normalised() -> None:
    text = read(TEXT | {"originationNumber": " +16175550123 "})
    assert isinstance(text, InboundText)
    assert text.sender == "+16175550123"


def test_short_codes_are_numbers_too() -> None:
    text = read(TEXT | {"originationNumber": "24273"})
    assert isinstance(text, InboundText)
    assert text.sender == "24273"


def test_reads_a_text_of_any_length_and_content() -> None:
    body = "\0" + "é" * 40_000 + "\ud83d"
    text = read(TEXT | {"messageBody": body})
    assert isinstance(text, InboundText)
    assert text.body == body


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"originationNumber": "6175550123"}, "country code are missing"),
        ({"originationNumber": "+1 617"}, "other than digits"),
        ({"originationNumber": "Pharmacy"}, "letters"),
        ({"originationNumber": None}, "originationNumber is not a text"),
        ({"destinationNumber": "+0"}, "begins with 0"),
        ({"destinationNumber": ""}, "empty"),
        ({"inboundMessageId": ""}, "inboundMessageId has not the form"),
        ({"inboundMessageId": "a b"}, "inboundMessageId has not the form"),
        ({"inboundMessageId": "m" * 129}, "inboundMessageId has not the form"),
        ({"inboundMessageId": "\0"}, "inboundMessageId has not the form"),
        ({"messageBody": 5}, "messageBody is not a text"),
        ({"messageBody": None}, "messageBody is not a text"),
    ],
)
def test_names_what_is_wrong_with_a_text(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NotUnderstood, match=sentence):
        read(TEXT | changes)


@pytest.mark.parametrize("message", ["", "hello", "[]", '{"a": 1, "a": 1}', "[" * 90_000, "{}"])
def test_refuses_what_is_no_payload(message: str) -> None:
    with pytest.raises(NotUnderstood):
        read(message)


def test_a_refusal_does_not_quote_numbers_or_text() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read(TEXT | {"originationNumber": "6175550142", "messageBody": "my sugar"})
    assert "0142" not in str(refusal.value)
    assert "sugar" not in str(refusal.value)


def test_reads_a_delivery() -> None:
    assert read(delivery_event(CONTEXT, "aws-1")) == Event(
        ORGANIZATION, Receipt("aws", "aws-1", MESSAGE, "delivered")
    )


@pytest.mark.parametrize(
    "kind",
    [
        "TEXT_INVALID",
        "TEXT_INVALID_MESSAGE",
        "TEXT_UNREACHABLE",
        "TEXT_CARRIER_UNREACHABLE",
        "TEXT_BLOCKED",
        "TEXT_CARRIER_BLOCKED",
        "TEXT_SPAM",
        "TEXT_TTL_EXPIRED",
        "TEXT_PROTECT_BLOCKED",
    ],
)
def test_reads_a_failure_with_a_plain_reason(kind: str) -> None:
    event = read(delivery_event(CONTEXT, "aws-1", kind=kind))
    assert isinstance(event, Event)
    assert event.receipt is not None
    assert event.receipt.state == "failed"
    assert event.receipt.reason.endswith(".")
    assert "_" not in event.receipt.reason


@pytest.mark.parametrize(
    "event",
    [
        delivery_event(CONTEXT, "aws-1", kind="TEXT_QUEUED", isFinal=False),
        delivery_event(CONTEXT, "aws-1", kind="TEXT_SENT", isFinal=False),
        delivery_event(CONTEXT, "aws-1", kind="TEXT_UNREACHABLE", isFinal=False),
        # Accepted by the carrier, or nobody knows: the phone's answer is still not there.
        delivery_event(CONTEXT, "aws-1", kind="TEXT_SUCCESSFUL"),
        delivery_event(CONTEXT, "aws-1", kind="TEXT_UNKNOWN"),
        delivery_event(CONTEXT, "aws-1", kind="TEXT_INVENTED_LATER"),
    ],
)
def test_what_has_not_ended_gives_no_receipt(event: dict[str, Any]) -> None:
    assert read(event) == Event(ORGANIZATION, None)


@pytest.mark.parametrize("context", [{}, {"account": "x"}, {"message": str(MESSAGE)}])
def test_texts_that_others_sent_give_no_receipt(context: dict[str, str]) -> None:
    assert read(delivery_event(context, "aws-1")) == Event(None, None)
    assert read(delivery_event({}, "aws-1") | {"context": None}) == Event(None, None)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"eventType": 3}, "eventType is not a text"),
        ({"messageId": None}, "messageId is not a text"),
        ({"context": "x"}, "context is not an object"),
        ({"context": CONTEXT | {"message": "x"}}, "context.message is not an id"),
        ({"context": CONTEXT | {"organization": 7}}, "context.organization is not an id"),
    ],
)
def test_names_what_is_wrong_with_an_event(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NotUnderstood, match=sentence):
        read(delivery_event(CONTEXT, "aws-1") | changes)


_values = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
_fields = {**TEXT, **delivery_event(CONTEXT, "aws-1")}


@given(
    st.fixed_dictionaries(
        {}, optional={name: st.just(value) | _values for name, value in _fields.items()}
    )
)
def test_arbitrary_payloads_are_read_or_refused(payload: dict[str, Any]) -> None:
    try:
        assert isinstance(read(payload), InboundText | Event)
    except NotUnderstood:
        return
