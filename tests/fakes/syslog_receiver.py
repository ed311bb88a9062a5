"""A receiver of syslog over TLS (RFC 5425) that may be polite, curt, deaf, or die."""

import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

Manner = Literal["polite", "curt", "deaf"]
_RESET = struct.pack("ii", 1, 0)


class SyslogReceiver:
    """Listens on the loopback interface; ``messages`` are those that came in whole, in order.

    ``manner``: answers a goodbye, just closes, or takes connections and reads nothing.
    ``dies_after``: octets of one connection after which it breaks off, once: with a reset where
    ``resets``, else as a process does that ends.
    """

    def __init__(self, tls: Path, *, clients: Path | None = None, port: int = 0) -> None:
        self.messages: list[bytes] = []
        self.connections = 0
        self.manner: Manner = "polite"
        self.dies_after: int | None = None
        self.resets = True
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(tls / "server.crt", tls / "server.key")
        if clients:
            self._context.load_verify_locations(clients)
            self._context.verify_mode = ssl.CERT_REQUIRED
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port: int = self._listener.getsockname()[1]
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._listen)]
        self._threads[0].start()

    def close(self) -> None:
        """Stops listening, and waits for what is under way."""
        self._ended.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=[connection])
            self._threads.append(thread)
            thread.start()

    def _serve(self, raw: socket.socket) -> None:
        # A sender that breaks off, or refuses our certificate, is what is tried here.
        with suppress(OSError), raw:
            raw.settimeout(10)
            with self._context.wrap_socket(
                raw, server_side=True, suppress_ragged_eofs=False
            ) as tls:
                self.connections += 1
                if self.manner == "deaf":
                    self._ended.wait(10)
                    return
                self._read(tls)

    def _read(self, tls: ssl.SSLSocket) -> None:
        waiting, read = b"", 0
        while piece := tls.recv(self._next(read)):
            read += len(piece)
            waiting = self._take(waiting + piece)
            if self.dies_after is not None and read >= self.dies_after:
                self.dies_after = None
                if self.resets:
                    tls.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                return
        if self.manner == "polite":
            tls.unwrap()

    def _next(self, read: int) -> int:
        return 65_536 if self.dies_after is None else max(1, self.dies_after - read)

    def _take(self, waiting: bytes) -> bytes:
        while True:
            length, space, rest = waiting.partition(b" ")
            if not space or len(rest) < int(length):
                return waiting
            self.messages.append(rest[: int(length)])
            waiting = rest[int(length) :]


@contextmanager
def listening(tls: Path, **options: Any) -> Iterator[SyslogReceiver]:
    """A receiver that is closed at the end."""
    receiver = SyslogReceiver(tls, **options)
    try:
        yield receiver
    finally:
        receiver.close()
