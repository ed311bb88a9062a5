"""How a webhook's receiver knows that we sent it: Standard Webhooks, symmetric signature (v1).

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hmac
from hashlib import sha256

SECRET_PREFIX = "whsec_"  # noqa: S105  the mark by which secrets are known


def signature(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """The value of ``webhook-signature`` for a body; ``secret`` as it was handed out."""
    key = base64.urlsafe_b64decode(_padded(secret.removeprefix(SECRET_PREFIX)))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()


def _padded(text: str) -> str:
    return text + "=" * (-len(text) % 4)
