"""A stand-in for AWS End User Messaging and SNS on this machine.

``SnsSigner`` makes genuine envelopes under a certificate of its own, which the tests pin. ``FakeAws``
speaks the AWS JSON 1.0 protocol of SendTextMessage and the confirmation of subscriptions over HTTP,
remembers the calls, and can fail in the ways that the real service does.
"""

import json
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

REGION = "us-east-1"
TOPIC = f"arn:aws:sns:{REGION}:111122223333:texts"
SNS = f"https://sns.{REGION}.amazonaws.com"
CONTENT_TYPE = "text/plain; charset=UTF-8"

_SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": (
        "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type",
    ),
}  # fmt: skip
_SIGNED["UnsubscribeConfirmation"] = _SIGNED["SubscriptionConfirmation"]

Envelope = dict[str, Any]


def settings(**more: str) -> str:
    """The value of ``CHAPERONE_AWS`` that fits the envelopes made here."""
    return json.dumps(
        {"region": REGION, "topics": [TOPIC], "configuration_set": "chaperone", **more}
    )


def timestamp(at: datetime) -> str:
    """As SNS writes times: UTC, milliseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


@dataclass
class SnsSigner:
    """A signing key with a certificate, in the role of SNS."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    name: str

    @classmethod
    def create(
        cls,
        *,
        name: str = "",
        bits: int = 2048,
        valid_from: datetime | None = None,
        days: int = 30,
    ) -> "SnsSigner":
        """A new key and certificate, valid from yesterday unless said otherwise."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
        start = valid_from or datetime.now(UTC) - timedelta(days=1)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(start + timedelta(days=days))
            .sign(key, SHA256())
        )
        return cls(key, certificate, name or f"SimpleNotificationService-{uuid4().hex}.pem")

    def pin(self, folder: Path) -> Path:
        """Stores the certificate as an operator would, in ``DATA/carriers/aws``."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / self.name
        path.write_bytes(self.certificate.public_bytes(Encoding.PEM))
        return path

    def sign(self, envelope: Envelope) -> Envelope:
        """The envelope with its signature (version 2) and the address of the certificate."""
        names = _SIGNED[envelope["Type"]]
        signed = "".join(f"{name}\n{envelope[name]}\n" for name in names if name in envelope)
        signature = self.key.sign(signed.encode(), padding.PKCS1v15(), SHA256())
        return envelope | {
            "SignatureVersion": "2",
            "Signature": b64encode(signature).decode(),
            "SigningCertURL": f"{SNS}/{self.name}",
        }

    def sign_notification(
        self, message: dict[str, Any] | str, *, at: datetime | None = None, **fields: str
    ) -> Envelope:
        """A signed Notification; ``fields`` replace or add fields before signing."""
        return self.sign(
            {
                "Type": "Notification",
                "MessageId": str(uuid4()),
                "TopicArn": TOPIC,
                "Message": message if isinstance(message, str) else json.dumps(message),
                "Timestamp": timestamp(at or datetime.now(UTC)),
                "UnsubscribeURL": f"{SNS}/?Action=Unsubscribe",
                **fields,
            }
        )

    def sign_subscription(
        self, *, kind: str = "SubscriptionConfirmation", home: str = SNS, **fields: str
    ) -> Envelope:
        """A signed SubscriptionConfirmation or UnsubscribeConfirmation."""
        token = "2336412f37fb687f5d51e6e2425dacbbffff"
        topic = fields.get("TopicArn", TOPIC)
        return self.sign(
            {
                "Type": kind,
                "MessageId": str(uuid4()),
                "Token": token,
                "TopicArn": topic,
                "Message": f"You have chosen to subscribe to the topic {topic}.",
                "SubscribeURL": f"{home}/?Action=ConfirmSubscription&TopicArn={topic}&Token={token}",
                "Timestamp": timestamp(datetime.now(UTC)),
                **fields,
            }
        )


def two_way_text(sender: str, recipient: str, body: str, **fields: Any) -> dict[str, Any]:
    """What End User Messaging publishes when a text arrives."""
    return {
        "originationNumber": sender,
        "destinationNumber": recipient,
        "messageKeyword": "KEYWORD_111122223333",
        "messageBody": body,
        "inboundMessageId": str(uuid4()),
        "previousPublishedMessageId": str(uuid4()),
        **fields,
    }


def delivery_event(
    context: dict[str, str], carrier_message_id: str, *, kind: str = "TEXT_DELIVERED", **fields: Any
) -> dict[str, Any]:
    """What End User Messaging publishes when a text that was sent has come further."""
    now = int(datetime.now(UTC).timestamp() * 1000)
    return {
        "eventType": kind,
        "eventVersion": "1.0",
        "eventTimestamp": now,
        "isFinal": True,
        "originationPhoneNumber": "+12065550100",
        "destinationPhoneNumber": "+12065550199",
        "isoCountryCode": "US",
        "messageId": carrier_message_id,
        "messageRequestTimestamp": now,
        "messageEncoding": "GSM",
        "messageType": "TRANSACTIONAL",
        "messageStatus": kind.removeprefix("TEXT_"),
        "messageStatusDescription": "",
        "context": context,
        "totalMessageParts": 1,
        "totalMessagePrice": 0.00581,
        "totalCarrierFee": 0.00302,
        **fields,
    }


@dataclass
class Failure:
    """How the next call ends: an answer with an error, no answer, or an answer that gets lost."""

    status: int = 0
    code: str = ""
    reason: str = ""
    drop: bool = False
    hang_until: threading.Event | None = None


THROTTLED = Failure(400, "ThrottlingException")
BROKEN = Failure(500, "InternalServerException")
OPTED_OUT = Failure(400, "ConflictException", "DESTINATION_PHONE_NUMBER_OPTED_OUT")
INVALID = Failure(400, "ValidationException", "FIELD_VALIDATION_FAILED")
FORBIDDEN = Failure(400, "AccessDeniedException")
DROPPED = Failure(drop=True)
"""The text is taken and the connection then breaks off."""


@dataclass
class FakeAws:
    """The server. ``sent`` holds the calls it took, also those whose answer got lost."""

    url: str
    sent: list[dict[str, Any]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    confirmed: list[dict[str, list[str]]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    on_sent: Callable[[dict[str, Any], str], None] | None = None
    """Called with each text and its id, for instance to post a delivery event."""


@contextmanager
def fake_aws() -> Iterator[FakeAws]:
    """Runs the server on a free port of the loopback interface."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.aws = FakeAws(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.aws
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    aws: FakeAws


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    @property
    def aws(self) -> FakeAws:
        return self.server.aws

    def do_GET(self) -> None:
        """SNS: ConfirmSubscription."""
        failure = self._failure()
        if failure.drop:
            self.close_connection = True
            return
        if failure.status:
            self._answer(failure.status, b"<ErrorResponse/>", "text/xml")
            return
        self.aws.confirmed.append(parse_qs(urlsplit(self.path).query))
        self._answer(200, b"<ConfirmSubscriptionResponse/>", "text/xml")

    def do_POST(self) -> None:
        """End User Messaging: SendTextMessage."""
        length = int(self.headers["Content-Length"])
        text = json.loads(self.rfile.read(length))
        failure = self._failure()
        if self.headers["X-Amz-Target"] != "PinpointSMSVoiceV2.SendTextMessage":
            failure = Failure(400, "UnknownOperationException")
        if "Authorization" not in self.headers:
            failure = Failure(403, "MissingAuthenticationTokenException")
        if failure.status:
            self._refuse(failure)
            return
        self._take(text, failure)

    def _take(self, text: dict[str, Any], failure: Failure) -> None:
        theirs = str(uuid4())
        self.aws.sent.append(text)
        self.aws.ids.append(theirs)
        if failure.hang_until is not None:
            failure.hang_until.wait()
        if failure.drop or failure.hang_until is not None:
            self.close_connection = True
            return
        self._answer(200, json.dumps({"MessageId": theirs}).encode())
        if self.aws.on_sent is not None:
            self.aws.on_sent(text, theirs)

    def _refuse(self, failure: Failure) -> None:
        body: dict[str, str] = {
            "__type": f"com.amazonaws.pinpointsmsvoicev2#{failure.code}",
            "Message": "no",
        }
        if failure.reason:
            body["Reason"] = failure.reason
        self._answer(failure.status, json.dumps(body).encode())

    def _failure(self) -> Failure:
        return self.aws.failures.pop(0) if self.aws.failures else Failure()

    def _answer(
        self, status: int, body: bytes, content_type: str = "application/x-amz-json-1.0"
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("x-amzn-RequestId", str(uuid4()))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Tests print nothing of it."""
