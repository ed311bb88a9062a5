"""A mail server on this machine that speaks SMTP (RFC 5321) and keeps what it is sent."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import NamedTuple


class Message(NamedTuple):
    """A message as it came: whom it is for, and all of its text."""

    recipients: list[str]
    text: str


class MailServer(socketserver.ThreadingTCPServer):
    """Takes every message."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.host, self.port = self.server_address[:2]
        self.messages: list[Message] = []


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 mail.example ESMTP")
        recipients: list[str] = []
        while line := self.rfile.readline():
            said = line.decode().strip()
            verb = said.upper().split(":")[0].split(" ")[0]
            if verb == "EHLO":
                self._say("250 mail.example")
            elif said.upper().startswith("RCPT TO:"):
                recipients.append(said[8:].strip().strip("<>"))
                self._say("250 OK")
            elif verb == "DATA":
                self._say("354 End with a dot")
                self.server.messages.append(Message(recipients, self._data()))
                recipients = []
                self._say("250 Kept")
            elif verb == "QUIT":
                self._say("221 Bye")
                return
            else:
                self._say("250 OK")

    def _data(self) -> str:
        lines = []
        while (line := self.rfile.readline().decode()) not in (".\r\n", ""):
            lines.append(line.removeprefix(".") if line.startswith("..") else line)
        return "".join(lines).replace("\r\n", "\n")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """The server, while the block runs."""
    with MailServer() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
