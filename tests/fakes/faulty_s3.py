"""S3 on the loopback interface that fails as it is told: moto behind, faults in front.

What moto does not do is done here: Object Lock that refuses to delete a version. What neither proves
is that AWS keeps what it locks.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

from moto.server import ThreadedMotoServer

Fault = Callable[[str, str], str | None]
"""fault(method, path with query): what goes wrong with this request; None when nothing does."""

_ERRORS = {
    "slow down": (503, "SlowDown", "Please reduce your request rate."),
    "denied": (403, "AccessDenied", "Access Denied"),
    "no bucket": (404, "NoSuchBucket", "The specified bucket does not exist"),
    "locked": (403, "AccessDenied", "Access Denied because object protected by object lock."),
}


@dataclass
class FaultyS3:
    """Where it listens, what goes wrong, and what was asked."""

    endpoint: str = ""
    fault: Fault = lambda method, path: None
    asked: list[tuple[str, str]] = field(default_factory=list)
    ended: Event = field(default_factory=Event)


@contextmanager
def faulty_s3() -> Iterator[FaultyS3]:
    """Serves until the end of the block."""
    moto = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    fake = FaultyS3()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(fake, f"{host}:{port}"))
    fake.endpoint = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
        moto.stop()


def _handler(fake: FaultyS3, behind: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 20

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            fake.asked.append((self.command, self.path))
            fault = fake.fault(self.command, self.path)
            if fault == "slow":
                fake.ended.wait(30)
                fault = "dropped"
            if fault == "dropped":
                self.close_connection = True
                return
            if fault in _ERRORS:
                self._refuse(*_ERRORS[fault])
                return
            self._pass_on(body, cut=fault == "cut")

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _serve  # noqa: N815  http.server's names

        def _pass_on(self, body: bytes, *, cut: bool) -> None:
            connection = HTTPConnection(behind, timeout=20)
            headers = {name: value for name, value in self.headers.items() if name != "Expect"}
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in (
                    "content-length",
                    "connection",
                    "transfer-encoding",
                    "date",
                ):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if cut else content)
            connection.close()
            self.close_connection = self.close_connection or cut

        def _refuse(self, status: int, code: str, told: str) -> None:
            content = f"<Error><Code>{code}</Code><Message>{told}</Message></Error>".encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/xml")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def handle_expect_100(self) -> bool:
            self.send_response_only(100)
            self.end_headers()
            return True

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    return Handler


def is_of(path: str, name: str) -> bool:
    """Whether a request is for an object whose key ends like this."""
    return urlsplit(path).path.endswith(name)
