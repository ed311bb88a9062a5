"""What another service is sent, in the form that it reads.

Standard Webhooks, signed: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
Events API v2, which PagerDuty began and other pagers read, too:
https://developer.pagerduty.com/docs/send-alert-event. It knows whom to call by a key in the
message, and what is told again of the same thing by ``dedup_key``.
"""

import json
import time
from typing import Any

from chaperone.notices.kinds import Kind
from chaperone.notices.models import Webhook
from chaperone.notices.registry import Outgoing
from chaperone.notices.webhook.signing import signature

_SOURCE = "Chaperone"
_LONGEST_SUMMARY = 1024


def written(
    style: str, outgoing: Outgoing, kind: Kind, secret: str
) -> tuple[bytes, dict[str, str]]:
    """The body and the headers of one notice: a fixed sentence, a link, and no PHI."""
    if style == Webhook.Style.EVENTS:
        body = json.dumps(_event(outgoing, kind, secret)).encode()
        return body, {"content-type": "application/json"}
    return _standard(outgoing, kind, secret)


def _standard(outgoing: Outgoing, kind: Kind, secret: str) -> tuple[bytes, dict[str, str]]:
    body = json.dumps(
        {
            "type": kind.name,
            "timestamp": _now(),
            "data": {"text": outgoing.sentence, "url": outgoing.url},
        }
    ).encode()
    now, message_id = int(time.time()), str(outgoing.notice_id)
    return body, {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(now),
        "webhook-signature": signature(secret, message_id=message_id, timestamp=now, body=body),
    }


def _event(outgoing: Outgoing, kind: Kind, routing_key: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "routing_key": routing_key,
        "event_action": "resolve" if kind.ends else "trigger",
        "dedup_key": str(outgoing.subject_id),
    }
    if not kind.ends:
        said |= {
            "client": _SOURCE,
            "client_url": outgoing.url,
            "links": [{"href": outgoing.url, "text": "Open it in Chaperone"}],
            "payload": {
                "summary": outgoing.sentence[:_LONGEST_SUMMARY],
                "source": _SOURCE,
                "severity": kind.severity,
                "timestamp": _now(),
                "class": kind.name,
            },
        }
    return said


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
