"""The world outside an installation: people's phones, and AWS carrying texts in and out."""

import http.client
import json
import queue
import threading
import time
from dataclasses import dataclass
from typing import Any, Self

from tests.fakes.aws_sms import CONTENT_TYPE, FakeAws, SnsSigner, delivery_event, two_way_text
from tests.journeys.stack import Stack

_PATH = "/carriers/aws/"
_RETRY_SECONDS = 0.2


@dataclass(frozen=True)
class Answer:
    """What the webhook said."""

    status: int
    body: str


class City:
    """Posts envelopes as SNS does, and answers each text that is sent with a delivery event."""

    def __init__(self, stack: Stack, aws: FakeAws, signer: SnsSigner) -> None:
        self.stack = stack
        self.aws = aws
        self.signer = signer
        self._events: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._thread = threading.Thread(target=self._deliver, name="delivery events")

    def __enter__(self) -> Self:
        self.aws.on_sent = lambda text, theirs: self._events.put(
            delivery_event(text.get("Context", {}), theirs)
        )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.aws.on_sent = None
        self._events.put(None)
        self._thread.join()

    def envelope(self, sender: str, recipient: str, body: str, **fields: Any) -> dict[str, Any]:
        """A genuine envelope with a text from a phone."""
        return self.signer.sign_notification(two_way_text(sender, recipient, body), **fields)

    def post(self, envelope: dict[str, Any] | bytes, **headers: str) -> Answer:
        """Posts once."""
        raw = envelope if isinstance(envelope, bytes) else json.dumps(envelope).encode()
        connection = http.client.HTTPSConnection(
            "localhost", self.stack.port, context=self.stack.trust, timeout=30
        )
        try:
            connection.request("POST", _PATH, raw, {"Content-Type": CONTENT_TYPE, **headers})
            response = connection.getresponse()
            return Answer(response.status, response.read().decode())
        finally:
            connection.close()

    def post_until_taken(self, envelope: dict[str, Any], *, seconds: float = 90.0) -> None:
        """Posts again and again until acknowledged, as SNS does."""
        until = time.monotonic() + seconds
        while True:
            try:
                answer = self.post(envelope)
            except (OSError, http.client.HTTPException):
                answer = Answer(0, "no connection")
            if answer.status == 200:
                return
            assert answer.status in (0, 500, 502, 503), answer
            assert time.monotonic() < until, f"not taken within {seconds:.0f} s: {answer}"
            time.sleep(_RETRY_SECONDS)

    def _deliver(self) -> None:
        while (event := self._events.get()) is not None:
            self.post_until_taken(self.signer.sign_notification(event))
