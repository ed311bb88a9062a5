"""A loopback proxy before PostgreSQL that cuts a connection at a chosen statement: before the server
sees it, or after it has answered, so that the client cannot know what became of it.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

_READY = b"Z"
# A statement alone, a statement to be prepared, one that was prepared with its values, and the end of a round.
_QUERY, _PARSE, _BIND, _SYNC = b"Q", b"P", b"B", b"S"
# SSLRequest and GSSENCRequest.
_ENCRYPTION = ((80877103).to_bytes(4), (80877104).to_bytes(4))
COMMIT = b"COMMIT\0"
Moment = Literal["before", "after"]


@dataclass
class CuttingProxy:
    """``cut(COMMIT, "after")`` waits for the next statement that contains the words, or for one
    after that: ``passing`` are let through before.
    """

    port: int
    server: tuple[str, int]
    cuts: int = 0
    _wanted: tuple[bytes, Moment] | None = None
    _passing: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def cut(self, words: bytes, moment: Moment, *, passing: int = 0) -> None:
        self._wanted, self._passing = (words, moment), passing

    def moment_of(self, statement: bytes) -> Moment | None:
        """Whether this statement is the one, which is cut once."""
        with self._lock:
            if not self._wanted or self._wanted[0] not in statement:
                return None
            if self._passing:
                self._passing -= 1
                return None
            assert self._wanted
            (_, moment), self._wanted = self._wanted, None
            self.cuts += 1
            return moment


@contextmanager
def cutting_proxy(port: int) -> Iterator[CuttingProxy]:
    """In front of the server at a port of 127.0.0.1."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = CuttingProxy(listener.getsockname()[1], ("127.0.0.1", port))
        thread = threading.Thread(target=_accept, args=(listener, proxy))
        thread.start()
        try:
            yield proxy
        finally:
            # Wakes the accept.
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def _accept(listener: socket.socket, proxy: CuttingProxy) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            server = socket.create_connection(proxy.server)
            threading.Thread(target=_serve, args=(client, server, proxy), daemon=True).start()


def _serve(client: socket.socket, server: socket.socket, proxy: CuttingProxy) -> None:
    with client, server, suppress(OSError):
        # The first message has no type: it says who connects.
        server.sendall(_startup(client))
        answers = _Answers(server, client)
        answers.start()
        prepared: dict[bytes, bytes] = {}
        while message := _message(client):
            moment = proxy.moment_of(_statement(message, prepared))
            if moment == "before":
                break
            if moment == "after":
                answers.swallow.set()
            server.sendall(message)
            if answers.swallow.is_set() and message[:1] in (_QUERY, _SYNC):
                answers.swallowed.wait(30)
                break
        # Also wakes the other thread.
        for end in (client, server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        answers.join()


class _Answers(threading.Thread):
    """Passes on what the server says, until it is to be swallowed: up to "ready for query"."""

    def __init__(self, server: socket.socket, client: socket.socket) -> None:
        super().__init__(daemon=True)
        self.swallow, self.swallowed = threading.Event(), threading.Event()
        self._server, self._client = server, client

    def run(self) -> None:
        with suppress(OSError):
            while message := _message(self._server):
                if not self.swallow.is_set():
                    self._client.sendall(message)
                elif message[:1] == _READY:
                    self.swallowed.set()


def _statement(message: bytes, prepared: dict[bytes, bytes]) -> bytes:
    """What is to be done now; nothing where a statement is only prepared, to be called by its name."""
    kind, said = message[:1], message[5:]
    if kind == _PARSE:
        name, statement = said.split(b"\0", 1)
        prepared[name] = statement
        return b"" if name else statement
    if kind == _BIND:
        name = said.split(b"\0", 2)[1]
        return prepared[name] if name else b""
    return said if kind == _QUERY else b""


def _startup(client: socket.socket) -> bytes:
    """Who connects. Before that a client may ask for encryption, which this proxy has not."""
    while True:
        length = _exactly(client, 4)
        said = _exactly(client, int.from_bytes(length) - 4)
        if said not in _ENCRYPTION:
            return length + said
        client.sendall(b"N")


def _message(end: socket.socket) -> bytes:
    """One message of the protocol: its type, its length, and what it says; empty at the end."""
    head = _exactly(end, 5)
    return head + _exactly(end, int.from_bytes(head[1:]) - 4) if head else b""


def _exactly(end: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        part = end.recv(count - len(found))
        if not part:
            return b""
        found += part
    return found
