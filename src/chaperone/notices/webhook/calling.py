"""Calling the organization's webhook: outside transactions, signed, and following no redirect."""

import json
import socket
import ssl
import time
from http.client import HTTPException, HTTPSConnection
from uuid import UUID

from django.db import connection, transaction

from chaperone.crypto.transport import LOWEST_TLS
from chaperone.database.context import Context, apply
from chaperone.notices.errors import InTransaction, NobodyThere, NotTaken
from chaperone.notices.queries import webhook_of
from chaperone.notices.registry import Outgoing
from chaperone.notices.webhook.addresses import Target, checked, resolved
from chaperone.notices.webhook.signing import signature

TIMEOUT_SECONDS = 10.0


class _Pinned(HTTPSConnection):
    """Connects to the address that was judged; TLS still asks for the name."""

    def __init__(self, target: Target, address: str) -> None:
        self._tls = ssl.create_default_context()
        self._tls.minimum_version = LOWEST_TLS
        super().__init__(target.host, target.port, timeout=TIMEOUT_SECONDS, context=self._tls)
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), TIMEOUT_SECONDS)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def call_webhook(outgoing: Outgoing, *, kind: str) -> None:
    """Tells the organization's service. Raises ``NobodyThere`` where none is set any more,
    ``AddressRefused`` and ``NotTaken``.
    """
    if connection.in_atomic_block:
        raise InTransaction(InTransaction.__doc__)
    url, secret = _webhook(outgoing.organization_id)
    body = json.dumps(
        {
            "type": kind,
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "data": {"text": outgoing.sentence, "url": outgoing.url},
        }
    ).encode()
    now = int(time.time())
    message_id = str(outgoing.notice_id)
    signed = signature(secret, message_id=message_id, timestamp=now, body=body)
    _post(
        checked(url),
        body,
        {
            "content-type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(now),
            "webhook-signature": signed,
        },
    )


def _webhook(organization_id: UUID) -> tuple[str, str]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            apply(cursor, Context(organization_id))
        webhook = webhook_of(organization_id)
        if webhook is None:
            raise NobodyThere("No other service is told any more.")
        return webhook.url, webhook.secret.reveal()


def _post(target: Target, body: bytes, headers: dict[str, str]) -> None:
    """Only a 2xx counts. What is answered is not read: it could be anything, of any length."""
    server = _Pinned(target, resolved(target))
    try:
        server.request("POST", target.path, body, headers)
        status = server.getresponse().status
    except (OSError, HTTPException) as problem:
        raise NotTaken(f"The service could not be reached ({type(problem).__name__}).") from problem
    finally:
        server.close()
    if not 200 <= status < 300:
        raise NotTaken(f"The service answered {status}.")
