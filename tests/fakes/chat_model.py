"""A model's service on this machine: speaks chat completions, as OpenAI's and as Azure's, and fails
as it is told to.

It replies with the first entry that it was given, cited, unless the test says otherwise.
"""

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

DEPLOYMENT = "deployed"
API_VERSION = "2024-10-21"
KEY = "a-key-of-the-tests"

_FILTERED = {
    "error": {
        "message": "The response was filtered due to the prompt.",
        "type": None,
        "param": "prompt",
        "code": "content_filter",
        "status": 400,
        "innererror": {"code": "ResponsibleAIPolicyViolation"},
    }
}


@dataclass(frozen=True)
class Call:
    """One request as it came."""

    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def asked(self) -> dict[str, Any]:
        """The object that the product sends as the user's message."""
        found: dict[str, Any] = json.loads(self.body["messages"][-1]["content"])
        return found

    @property
    def rules(self) -> str:
        return str(self.body["messages"][0]["content"])


@dataclass
class FakeModel:
    """What the service was asked, and how it is to answer.

    ``faults``: what the next calls get, one each: ``429``, ``500``, ``503``, ``401``, ``malformed``,
    ``shapeless``, ``truncated``, ``filter_in``, ``filter_out``, ``empty``, ``null``, ``slow``,
    ``reset``, ``redirect``, or ``""`` for a good answer. ``reply``: makes the content.
    ``during``: called while a call is being answered.
    """

    key: str = KEY
    faults: list[str] = field(default_factory=list)
    retry_after: str = "0"
    reply: Callable[[Call], str] | None = None
    during: Callable[[], None] | None = None
    calls: list[Call] = field(default_factory=list)
    connections: int = 0
    address: str = ""
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def bytes_seen(self) -> str:
        """Everything that was ever sent here, as one text."""
        return json.dumps([call.body for call in self.calls], ensure_ascii=False)

    def content(self, call: Call) -> str:
        if self.reply is not None:
            return self.reply(call)
        first = call.asked["entries"][0]
        said = first["text"].split(". ")[0].strip()[:200]
        return json.dumps({"reply": said + ".", "cites": [first["id"]]})


def completion(content: str | None, finish: str = "stop") -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "fake",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content},
                "finish_reason": finish,
            }
        ],
        "usage": {"prompt_tokens": 321, "completion_tokens": 45, "total_tokens": 366},
    }


class _Handler(BaseHTTPRequestHandler):
    model: FakeModel
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        model = self.model
        parts = urlsplit(self.path)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        call = Call(parts.path, parse_qs(parts.query), headers, body)
        model.calls.append(call)
        if model.during is not None:
            model.during()
        if problem := self._refusal(call):
            self._say(*problem)
            return
        fault = model.faults.pop(0) if model.faults else ""
        getattr(self, f"_{fault or 'good'}", self._status)(call, fault)

    def _refusal(self, call: Call) -> tuple[int, Any] | None:
        azure = f"/openai/deployments/{DEPLOYMENT}/chat/completions"
        token = call.headers.get("authorization", "").removeprefix("Bearer ")
        if call.path == azure:
            if call.query.get("api-version") != [API_VERSION]:
                return 404, {"error": {"code": "404", "message": "Resource not found"}}
            token = call.headers.get("api-key") or token
        elif call.path != "/v1/chat/completions":
            return 404, {"error": {"code": "404", "message": "Resource not found"}}
        if self.model.key and token != self.model.key:
            return 401, {"error": {"code": "401", "message": "Access denied"}}
        return None

    def _good(self, call: Call, _: str) -> None:
        self._say(200, completion(self.model.content(call)))

    def _status(self, _: Call, fault: str) -> None:
        self._say(int(fault), {"error": {"code": fault, "message": "as the test asked"}})

    def _malformed(self, *_: Any) -> None:
        self._send(200, b'{"choices": [{"message": ')

    def _shapeless(self, *_: Any) -> None:
        self._say(200, {"choices": []})

    def _truncated(self, call: Call, _: str) -> None:
        self._say(200, completion(self.model.content(call)[:30], "length"))

    def _filter_in(self, *_: Any) -> None:
        self._say(400, _FILTERED)

    def _filter_out(self, *_: Any) -> None:
        self._say(200, completion("", "content_filter"))

    def _empty(self, *_: Any) -> None:
        self._say(200, completion(""))

    def _null(self, *_: Any) -> None:
        self._say(200, completion(None))

    def _slow(self, *_: Any) -> None:
        self.model.stopping.wait(60)

    def _reset(self, *_: Any) -> None:
        # Linger of zero seconds: the peer gets a reset instead of an end.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def _redirect(self, *_: Any) -> None:
        self._send(307, b"", {"Location": f"{self.model.address}/elsewhere"})

    def _say(self, status: int, said: Any) -> None:
        extra = {"Retry-After": self.model.retry_after} if status == 429 else {}
        self._send(status, json.dumps(said).encode(), extra)

    def _send(self, status: int, body: bytes, extra: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in (extra or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Tests say what they want to say themselves."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    model: FakeModel

    def process_request(self, request: Any, client_address: Any) -> None:
        self.model.connections += 1
        super().process_request(request, client_address)

    def handle_error(self, *_: Any) -> None:
        """A cut connection is what the test wanted."""


@contextmanager
def fake_model() -> Iterator[FakeModel]:
    """The service; ``address`` says where it is."""
    model = FakeModel()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"model": model}))
    server.model = model
    model.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    try:
        yield model
    finally:
        model.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()
