"""Reading SNS envelopes, pure: bytes in, an envelope of known shape out, nothing trusted yet.

Source: Amazon SNS Developer Guide, "Parsing Amazon SNS message formats" and "Verifying the
signatures of Amazon SNS messages".
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from chaperone.carriers.aws.errors import Malformed, TooLong, WrongContentType
from chaperone.carriers.aws.objects import Object, read_object, text_in

LENGTH_MAXIMUM = 256 * 1024
NOTIFICATION = "Notification"
SUBSCRIPTION = "SubscriptionConfirmation"
UNSUBSCRIPTION = "UnsubscribeConfirmation"

_TYPE = re.compile("|".join((NOTIFICATION, SUBSCRIPTION, UNSUBSCRIPTION)))
_MEDIA = re.compile(r'(text/plain|application/json)\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?', re.I)
# Every signed field but Message is of one line: the string to sign separates fields by line ends,
# so that a line end within one would let the same signature fit two envelopes.
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z")
_LINE = re.compile(r"[ -~]{1,2000}")
_SUBJECT = re.compile(r"[^\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]{1,400}")
_WELL_FORMED = re.compile(r"[^\ud800-\udfff]*")

_SIGNED = {
    NOTIFICATION: ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    SUBSCRIPTION: (
        "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type",
    ),
}  # fmt: skip
_SIGNED[UNSUBSCRIPTION] = _SIGNED[SUBSCRIPTION]


@dataclass(frozen=True)
class Envelope:
    """An envelope as it claims to be. ``signed`` is the exact string that its signature is over."""

    type: str
    id: UUID
    topic: str
    sent_at: datetime
    message: str = field(repr=False)
    signature_version: str
    signature: str = field(repr=False)
    certificate_url: str
    signed: str = field(repr=False)
    subscribe_url: str = field(default="", repr=False)


def read_envelope(body: bytes, content_type: str) -> Envelope:
    """The envelope in the body of a request.

    Raises ``TooLong``, ``WrongContentType``, and ``Malformed`` which names what is wrong.
    """
    if len(body) > LENGTH_MAXIMUM:
        raise TooLong
    if not _MEDIA.fullmatch(content_type.strip()):
        raise WrongContentType
    try:
        return _envelope(read_object(body.decode()))
    except UnicodeDecodeError:
        raise Malformed("It is not UTF-8.") from None
    except ValueError as problem:
        raise Malformed(str(problem)) from None


def _envelope(found: Object) -> Envelope:
    kind = text_in(found, "Type", _TYPE)
    subscribes = kind != NOTIFICATION
    if subscribes:
        text_in(found, "Token", _LINE)
    elif found.get("Subject") is not None:
        text_in(found, "Subject", _SUBJECT)
    return Envelope(
        type=kind,
        id=UUID(text_in(found, "MessageId", _UUID)),
        topic=text_in(found, "TopicArn", _LINE),
        sent_at=_time(text_in(found, "Timestamp", _TIME)),
        message=text_in(found, "Message", _WELL_FORMED),
        signature_version=text_in(found, "SignatureVersion", _LINE),
        signature=text_in(found, "Signature", _LINE),
        certificate_url=text_in(found, "SigningCertURL", _LINE),
        subscribe_url=text_in(found, "SubscribeURL", _LINE) if subscribes else "",
        signed=_signed(found, kind),
    )


def _signed(found: Object, kind: str) -> str:
    """Each signed field's name and value, a line end after each; an absent subject is left out."""
    pairs = ((name, found.get(name)) for name in _SIGNED[kind])
    return "".join(f"{name}\n{value}\n" for name, value in pairs if value is not None)


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("The field Timestamp is not a time.") from None
