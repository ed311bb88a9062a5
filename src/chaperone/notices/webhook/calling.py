"""Calling the organization's webhook: outside transactions, signed, and following no redirect."""

import socket
import ssl
from http.client import HTTPException, HTTPSConnection
from uuid import UUID

from django.db import connection

from chaperone.crypto.transport import LOWEST_TLS
from chaperone.notices.errors import InTransaction, NobodyThere, NotTaken
from chaperone.notices.kinds import Kind
from chaperone.notices.queries import webhook_of
from chaperone.notices.registry import Outgoing
from chaperone.notices.webhook.addresses import Target, checked, resolved
from chaperone.notices.webhook.styles import written
from chaperone.vault.inside import inside

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


def call_webhook(outgoing: Outgoing, *, kind: Kind) -> None:
    """Tells the organization's service. Raises ``NobodyThere`` where none is set any more,
    ``AddressRefused`` and ``NotTaken``.
    """
    if connection.in_atomic_block:
        raise InTransaction
    style, url, secret = _webhook(outgoing.organization_id)
    body, headers = written(style, outgoing, kind, secret)
    _post(checked(url), body, headers)


def _webhook(organization_id: UUID) -> tuple[str, str, str]:
    with inside(organization_id):
        webhook = webhook_of(organization_id)
        if webhook is None:
            raise NobodyThere("No other service is told any more.")
        return webhook.style, webhook.url, webhook.secret.reveal()


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
