"""Reading envelopes: every wrong one named, and nothing but the three errors ever comes out."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.carriers.aws.envelopes import LENGTH_MAXIMUM, read_envelope
from chaperone.carriers.aws.errors import Malformed, TooLong, WrongContentType
from tests.fakes.aws_sms import CONTENT_TYPE, SnsSigner

# The worked examples of the Amazon SNS Developer Guide, with values of our own.
NOTIFICATION: dict[str, Any] = {
    "Type": "Notification",
    "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
    "TopicArn": "arn:aws:sns:us-west-2:123456789012:MyTopic",
    "Subject": "My First Message",
    "Message": "Hello\nworld!",
    "Timestamp": "2012-05-02T00:54:06.655Z",
    "SignatureVersion": "2",
    "Signature": "EXAMPLEw6JRN=",
    "SigningCertURL": "https://sns.us-west-2.amazonaws.com/SimpleNotificationService-f3ecfb72.pem",
    "UnsubscribeURL": "https://sns.us-west-2.amazonaws.com/?Action=Unsubscribe",
}
SUBSCRIPTION: dict[str, Any] = {
    **{
        name: NOTIFICATION[name]
        for name in NOTIFICATION
        if name not in ("Subject", "UnsubscribeURL")
    },
    "Type": "SubscriptionConfirmation",
    "Token": "2336412f37",
    "SubscribeURL": "https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription",
}


def read(envelope: dict[str, Any], content_type: str = CONTENT_TYPE) -> Any:
    return read_envelope(json.dumps(envelope).encode(), content_type)


def without(envelope: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in envelope.items() if key != name}


def test_reads_a_notification() -> None:
    envelope = read(NOTIFICATION)
    assert envelope.type == "Notification"
    assert str(envelope.id) == NOTIFICATION["MessageId"]
    assert envelope.sent_at == datetime(2012, 5, 2, 0, 54, 6, 655000, tzinfo=UTC)
    assert envelope.message == "Hello\nworld!"
    assert envelope.signed == (
        "Message\nHello\nworld!\n"
        "MessageId\n22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324\n"
        "Subject\nMy First Message\n"
        "Timestamp\n2012-05-02T00:54:06.655Z\n"
        "TopicArn\narn:aws:sns:us-west-2:123456789012:MyTopic\n"
        "Type\nNotification\n"
    )


@pytest.mark.parametrize(
    "envelope", [without(NOTIFICATION, "Subject"), NOTIFICATION | {"Subject": None}]
)
def test_an_absent_subject_is_left_out_of_what_is_signed(envelope: dict[str, Any]) -> None:
    assert "Subject" not in read(envelope).signed


@pytest.mark.parametrize("kind", ["SubscriptionConfirmation", "UnsubscribeConfirmation"])
def test_reads_a_subscription(kind: str) -> None:
    envelope = read(SUBSCRIPTION | {"Type": kind})
    assert envelope.subscribe_url == SUBSCRIPTION["SubscribeURL"]
    assert envelope.signed == (
        "Message\nHello\nworld!\n"
        "MessageId\n22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324\n"
        "SubscribeURL\nhttps://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription\n"
        "Timestamp\n2012-05-02T00:54:06.655Z\n"
        "Token\n2336412f37\n"
        "TopicArn\narn:aws:sns:us-west-2:123456789012:MyTopic\n"
        f"Type\n{kind}\n"
    )


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "text/plain; charset=UTF-8",
        "application/json",
        'Application/JSON ; Charset = "utf-8"',
    ],
)
def test_takes_these_content_types(content_type: str) -> None:
    assert read(NOTIFICATION, content_type).type == "Notification"


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/html",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "text/plain; charset=latin-1",
        "text/plain; charset=UTF-16",
        "text/plain; charset=utf-8; x=y",
        "text/plainx",
        "application/json\ntext/plain",
    ],
)
def test_refuses_other_content_types(content_type: str) -> None:
    with pytest.raises(WrongContentType):
        read(NOTIFICATION, content_type)


def test_takes_the_longest_and_refuses_one_byte_more() -> None:
    body = json.dumps(NOTIFICATION).encode()
    longest = body + b" " * (LENGTH_MAXIMUM - len(body))
    assert read_envelope(longest, CONTENT_TYPE).type == "Notification"
    with pytest.raises(TooLong):
        read_envelope(longest + b" ", CONTENT_TYPE)


def test_refuses_other_encodings() -> None:
    for body in (json.dumps(NOTIFICATION).encode("utf-16"), b"\xff\xfe{}", b'{"Message": "\xe9"}'):
        with pytest.raises(Malformed, match="UTF-8"):
            read_envelope(body, CONTENT_TYPE)


@pytest.mark.parametrize("name", sorted(set(NOTIFICATION) - {"Subject", "UnsubscribeURL"}))
def test_names_a_missing_field_of_a_notification(name: str) -> None:
    with pytest.raises(Malformed, match=f"The field {name} is missing"):
        read(without(NOTIFICATION, name))


@pytest.mark.parametrize("name", sorted(SUBSCRIPTION))
def test_names_a_missing_field_of_a_subscription(name: str) -> None:
    with pytest.raises(Malformed, match=f"The field {name} is missing"):
        read(without(SUBSCRIPTION, name))


@pytest.mark.parametrize("value", [1, None, [], {}, True])
@pytest.mark.parametrize("name", sorted(SUBSCRIPTION))
def test_names_a_field_that_is_no_text(name: str, value: Any) -> None:
    with pytest.raises(Malformed, match=f"The field {name} "):
        read(SUBSCRIPTION | {name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Type", "notification"),
        ("Type", "Notification\n"),
        ("Type", "Reboot"),
        ("MessageId", "22B80B92-FDEA-4C2C-8F9D-BDFB0C7BF324"),
        ("MessageId", "22b80b92fdea4c2c8f9dbdfb0c7bf324"),
        ("MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324\n"),
        ("TopicArn", ""),
        ("TopicArn", "a\nb"),
        ("TopicArn", "a" * 2001),
        ("Timestamp", "2012-05-02"),
        ("Timestamp", "2012-05-02T00:54:06.655+02:00"),
        ("Timestamp", "2012-02-31T00:54:06Z"),
        ("Timestamp", "9999-99-99T99:99:99Z"),
        ("Timestamp", "٢٠١٢-05-02T00:54:06Z"),
        ("Timestamp", "2012-05-02T00:54:06.655Z\n"),
        ("Subject", "a\nb"),
        ("Subject", "a\u2028b"),
        ("Subject", "\ud800"),
        ("Subject", 7),
        ("Subject", ""),
        ("Message", "\udfff"),
        ("Signature", ""),
        ("Signature", "ä"),
        ("SigningCertURL", "https://x\r\ny"),
    ],
)
def test_names_a_field_of_the_wrong_form(name: str, value: Any) -> None:
    with pytest.raises(Malformed, match=f"The field {name} "):
        read(NOTIFICATION | {name: value})


def test_printing_an_envelope_shows_nothing_of_what_was_said() -> None:
    shown = repr(read(NOTIFICATION))
    assert "world" not in shown
    assert "EXAMPLE" not in shown


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(body=st.binary(max_size=400), content_type=st.sampled_from([CONTENT_TYPE, "text/plain"]))
def test_arbitrary_bytes_are_refused(body: bytes, content_type: str) -> None:
    with pytest.raises(Malformed):
        read_envelope(body, content_type)


@given(content_type=st.text())
def test_arbitrary_content_types_are_refused(content_type: str) -> None:
    with pytest.raises((WrongContentType, Malformed)):
        read_envelope(b"{}", content_type)


@given(
    envelope=st.fixed_dictionaries(
        {}, optional={name: st.just(value) | _values for name, value in SUBSCRIPTION.items()}
    )
)
def test_arbitrary_fields_are_read_or_refused(envelope: dict[str, Any]) -> None:
    try:
        found = read(envelope)
    except Malformed:
        return
    found.signed.encode()


@given(message=st.text(), subject=st.none() | st.text(min_size=1, max_size=50))
def test_two_different_envelopes_never_sign_the_same(message: str, subject: str | None) -> None:
    """The canonical string can be read back in one way only."""
    try:
        found = read(NOTIFICATION | {"Message": message, "Subject": subject})
    except Malformed:
        return
    lines = found.signed.removesuffix("\n").split("\n")
    tail = 10 if lines[-8] == "Subject" else 8
    pairs = dict(zip(lines[-tail::2], lines[-tail + 1 :: 2], strict=True))
    assert "\n".join(lines[1:-tail]) == message
    assert pairs.get("Subject") == subject
    assert pairs["MessageId"] == NOTIFICATION["MessageId"]


def test_the_stand_in_signs_what_is_read(signing: SnsSigner) -> None:
    """The stand-in makes its string by itself; both follow the guide."""
    made = signing.sign_notification("a\nb", at=datetime.now(UTC) - timedelta(1), Subject="s")
    assert read(made).certificate_url.endswith(signing.name)
