"""AWS KMS on this machine: speaks its JSON protocol, and fails as it is told to.

Data keys are wrapped by AES-256-GCM bound to the encryption context, so that a context that does not
fit, and bytes that were changed, are refused as KMS refuses them.
"""

import base64
import json
import os
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ARN = "arn:aws:kms:us-east-1:111122223333:key/0f0e0d0c-0000-4000-8000-000000000001"
_STATUS = {"KMSInternalException": 500, "DependencyTimeoutException": 503}


class FakeKms:
    """What the service knows, and how it is to fail.

    ``failing``: the code of the error that every call gets. ``reset``: connections are cut.
    ``wrong_plaintext``: gives back other keys than it made. ``silent``: accepts and never answers.
    """

    def __init__(self) -> None:
        self._key = AESGCM(os.urandom(32))
        self.failing = ""
        self.reset = False
        self.silent = False
        self.wrong_plaintext = False
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.stopping = threading.Event()

    def answer(self, call: str, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.calls.append((call, asked))
        if self.failing:
            return _STATUS.get(self.failing, 400), _error(self.failing)
        bound = json.dumps(asked.get("EncryptionContext", {}), sort_keys=True).encode()
        if call == "GenerateDataKey":
            plaintext, nonce = os.urandom(32), os.urandom(12)
            blob = nonce + self._key.encrypt(nonce, plaintext, bound)
        elif call == "Decrypt":
            blob = base64.b64decode(asked["CiphertextBlob"])
            try:
                plaintext = self._key.decrypt(blob[:12], blob[12:], bound)
            except (InvalidTag, ValueError):
                return 400, _error("InvalidCiphertextException")
        else:
            return 400, _error("UnknownOperationException")
        if self.wrong_plaintext:
            plaintext = os.urandom(32)
        said = {"KeyId": ARN, "Plaintext": base64.b64encode(plaintext).decode()}
        return 200, said | {"CiphertextBlob": base64.b64encode(blob).decode()}


def _error(code: str) -> dict[str, str]:
    return {"__type": code, "message": "as the test asked"}


class _Handler(BaseHTTPRequestHandler):
    kms: FakeKms

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        asked = json.loads(self.rfile.read(length))
        if self.kms.reset:
            # Linger of zero seconds: the peer gets a reset instead of an end.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return
        if self.kms.silent:
            self.kms.stopping.wait(60)
            return
        target = self.headers["X-Amz-Target"].removeprefix("TrentService.")
        status, said = self.kms.answer(target, asked)
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Tests say what they want to say themselves."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: Any) -> None:
        """A cut connection is what the test wanted."""


@contextmanager
def fake_kms() -> Iterator[tuple[FakeKms, str]]:
    """The service and its address."""
    kms = FakeKms()
    handler = type("Handler", (_Handler,), {"kms": kms})
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    try:
        yield kms, f"http://127.0.0.1:{server.server_port}"
    finally:
        kms.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()
