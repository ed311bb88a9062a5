"""Attacks on the signature. Each changes one thing of an envelope that is genuine."""

import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chaperone.carriers.aws.envelopes import read_envelope
from chaperone.carriers.aws.errors import Malformed, NotGenuine
from chaperone.carriers.aws.signatures import check_genuine
from tests.fakes.aws_sms import CONTENT_TYPE, SNS, TOPIC, SnsSigner, timestamp

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def folder(signing: SnsSigner, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pinned = tmp_path_factory.mktemp("pinned")
    signing.pin(pinned)
    return pinned


@pytest.fixture(scope="module")
def genuine(signing: SnsSigner, folder: Path) -> dict[str, Any]:
    return signing.sign_notification({"messageBody": "hello"}, at=NOW, Subject="a subject")


def check(envelope: dict[str, Any], folder: Path, now: datetime = NOW) -> None:
    read = read_envelope(json.dumps(envelope).encode(), CONTENT_TYPE)
    check_genuine(read, topics=[TOPIC], certificates=folder, now=now)


@pytest.mark.parametrize("kind", ["SubscriptionConfirmation", "UnsubscribeConfirmation"])
def test_genuine_envelopes_pass(
    genuine: dict[str, Any], folder: Path, signing: SnsSigner, kind: str
) -> None:
    check(genuine, folder)
    check(signing.sign_subscription(kind=kind), folder)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Message", "other"),
        ("Message", ""),
        pytest.param("MessageId", str(uuid4()), id="MessageId"),
        ("Subject", "other"),
        ("Subject", None),
        pytest.param("Timestamp", timestamp(NOW + timedelta(minutes=1)), id="Timestamp"),
        ("Signature", b64encode(b"x" * 256).decode()),
        ("Signature", b64encode(b"").decode() or "="),
        ("Signature", "not base64!"),
    ],
)
def test_an_altered_field_does_not_fit(
    genuine: dict[str, Any], folder: Path, name: str, value: Any
) -> None:
    with pytest.raises(NotGenuine, match="signature does not fit"):
        check(genuine | {name: value}, folder)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(position=st.integers(0, 255), bit=st.integers(0, 7))
def test_a_flipped_bit_of_the_signature_does_not_fit(
    genuine: dict[str, Any], folder: Path, position: int, bit: int
) -> None:
    signature = bytearray(b64decode(genuine["Signature"]))
    signature[position] ^= 1 << bit
    with pytest.raises(NotGenuine):
        check(genuine | {"Signature": b64encode(signature).decode()}, folder)


def test_a_type_cannot_be_swapped(
    genuine: dict[str, Any], folder: Path, signing: SnsSigner
) -> None:
    subscription = signing.sign_subscription()
    for swapped in (
        genuine | {"Type": "SubscriptionConfirmation", "Token": "t", "SubscribeURL": SNS},
        subscription | {"Type": "UnsubscribeConfirmation"},
        subscription | {"Type": "Notification"},
    ):
        with pytest.raises(NotGenuine, match="signature does not fit"):
            check(swapped, folder)


def test_a_subject_cannot_be_moved_out_of_the_message(folder: Path, signing: SnsSigner) -> None:
    """Fields are separated by line ends, and the message may hold any: the classic ambiguity."""
    inner = str(uuid4())
    message = f"short\nMessageId\n{inner}\nSubject\nforged"
    honest = signing.sign_notification(message, at=NOW)
    check(honest, folder)
    without_subject = honest | {"Message": "short", "MessageId": inner, "Subject": "forged"}
    with pytest.raises(NotGenuine):
        check(without_subject, folder)
    smuggled = honest | {"Message": "short", "MessageId": f"{inner}\nSubject\nforged"}
    with pytest.raises(Malformed, match="MessageId"):
        check(smuggled, folder)


def test_a_genuine_envelope_of_another_topic_is_not_ours(folder: Path, signing: SnsSigner) -> None:
    """Anybody can have a topic at AWS, signed by the same certificate."""
    theirs = signing.sign_notification("x", TopicArn=TOPIC.replace("111122223333", "444455556666"))
    with pytest.raises(NotGenuine, match="topic is not one of ours"):
        check(theirs, folder)
    with pytest.raises(NotGenuine, match="signature does not fit"):
        check(theirs | {"TopicArn": TOPIC}, folder)


@pytest.mark.parametrize("version", ["1", "3", "02", "2 "])
def test_only_signature_version_2_is_accepted(
    genuine: dict[str, Any], folder: Path, signing: SnsSigner, version: str
) -> None:
    with pytest.raises(NotGenuine, match="version 2"):
        check(genuine | {"SignatureVersion": version}, folder)


def test_a_sha1_signature_is_no_version_2(
    genuine: dict[str, Any], folder: Path, signing: SnsSigner
) -> None:
    signed = read_envelope(json.dumps(genuine).encode(), CONTENT_TYPE).signed.encode()
    for weak in (
        signing.key.sign(signed, padding.PKCS1v15(), SHA1()),
        signing.key.sign(signed, padding.PSS(padding.MGF1(SHA256()), 32), SHA256()),
    ):
        with pytest.raises(NotGenuine, match="signature does not fit"):
            check(genuine | {"Signature": b64encode(weak).decode()}, folder)


def test_a_certificate_that_is_not_pinned_is_not_fetched(
    folder: Path, other_signer: SnsSigner
) -> None:
    forged = other_signer.sign_notification("x", at=NOW)
    with pytest.raises(NotGenuine, match=r"is not pinned\..*the operator fetches it"):
        check(forged, folder)


def test_a_pinned_name_does_not_vouch_for_another_key(
    folder: Path, signing: SnsSigner, other_signer: SnsSigner
) -> None:
    forged = other_signer.sign_notification("x", at=NOW)
    with pytest.raises(NotGenuine, match="signature does not fit"):
        check(forged | {"SigningCertURL": f"{SNS}/{signing.name}"}, folder)


@pytest.mark.parametrize(
    "url",
    [
        "http://sns.us-east-1.amazonaws.com/{name}",
        "https://sns.us-west-2.amazonaws.com/{name}",
        "https://sns.us-east-1.amazonaws.com.attacker.example/{name}",
        "https://attacker.example/{name}",
        "https://sns.us-east-1.amazonaws.com@attacker.example/{name}",
        "https://sns.us-east-1.amazonaws.com:444/{name}",
        "https://attacker.example#sns.us-east-1.amazonaws.com/{name}",
        "https://attackersns.us-east-1.amazonaws.com/{name}",
        "https://s3.us-east-1.amazonaws.com/{name}",
        "https://sns.us-east-1.amazonaws.com/../{name}",
        "https://sns.us-east-1.amazonaws.com//{name}",
        "https://sns.us-east-1.amazonaws.com/{name}?x",
        "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-../../keys/root.key",
        "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-.pem",
        "https://sns.us-east-1.amazonaws.com/other.pem",
        "HTTPS://SNS.US-EAST-1.AMAZONAWS.COM/{name}",
    ],
)
def test_the_certificate_is_named_by_its_one_address(
    genuine: dict[str, Any], folder: Path, signing: SnsSigner, url: str
) -> None:
    with pytest.raises(NotGenuine, match="not at the address"):
        check(genuine | {"SigningCertURL": url.format(name=signing.name)}, folder)


@pytest.mark.parametrize("start", [timedelta(days=-40), timedelta(days=1)])
def test_a_certificate_is_good_for_its_time_only(tmp_path: Path, start: timedelta) -> None:
    signer = SnsSigner.create(valid_from=NOW + start)
    signer.pin(tmp_path)
    with pytest.raises(NotGenuine, match="expired, or is not valid yet"):
        check(signer.sign_notification("x", at=NOW), tmp_path)


def test_refuses_weak_and_other_keys(tmp_path: Path, signing: SnsSigner) -> None:
    weak = SnsSigner.create(bits=1024)
    weak.pin(tmp_path)
    with pytest.raises(NotGenuine, match="2,048 bits"):
        check(weak.sign_notification("x", at=NOW), tmp_path)
    curve = SnsSigner.create()
    _with_key(curve, ec.generate_private_key(ec.SECP256R1())).pin(tmp_path)
    with pytest.raises(NotGenuine, match="2,048 bits"):
        check(curve.sign_notification("x", at=NOW), tmp_path)


def _with_key(signer: SnsSigner, key: Any) -> SnsSigner:
    from cryptography import x509

    old = signer.certificate
    certificate = (
        x509.CertificateBuilder()
        .subject_name(old.subject)
        .issuer_name(old.subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(old.not_valid_before_utc)
        .not_valid_after(old.not_valid_after_utc)
        .sign(key, SHA256())
    )
    return SnsSigner(signer.key, certificate, signer.name)


def test_a_pinned_file_that_is_no_certificate_lets_nothing_through(tmp_path: Path) -> None:
    signer = SnsSigner.create()
    signer.pin(tmp_path).write_text("not a certificate")
    with pytest.raises(NotGenuine, match="cannot be read"):
        check(signer.sign_notification("x", at=NOW), tmp_path)


def test_an_envelope_is_good_for_an_hour(genuine: dict[str, Any], folder: Path) -> None:
    for off in (timedelta(minutes=59), timedelta(minutes=-59)):
        check(genuine, folder, now=NOW + off)
    for off in (timedelta(minutes=61), timedelta(minutes=-61)):
        with pytest.raises(NotGenuine, match="hour"):
            check(genuine, folder, now=NOW + off)
