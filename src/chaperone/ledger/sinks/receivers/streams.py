"""A receiver of syslog over TLS (RFC 5425).

The protocol acknowledges nothing. What tells most is its end: a receiver answers our close_notify
with its own (RFC 5425, 4.4), or just closes, only after it has read everything before it, while one
that died with something unread resets the connection. So what was taken counts as received when
the connection was closed that way; until then it may have to be sent again. What the receiver does
with what it has read nobody can know.
"""

import errno
import socket
import ssl
import struct
import termios
from collections.abc import Sequence
from contextlib import suppress
from fcntl import ioctl

from chaperone.ledger.sinks.configuration import Stream, context_of
from chaperone.ledger.sinks.errors import ReceiverAway
from chaperone.ledger.sinks.syslog.framing import framed

# Shorter than what a process is given to stop.
_SECONDS = 8.0
# Before we close our end, a connection is in this state after a reset only (Linux, tcp_states.h).
_CLOSED = 7


class TlsStream:
    """One connection at a time, opened when there is something to send."""

    settle_seconds = 15.0

    def __init__(self, stream: Stream, seconds: float = _SECONDS) -> None:
        self._stream = stream
        self._seconds = seconds
        self._connection: ssl.SSLSocket | None = None

    def take(self, messages: Sequence[bytes]) -> None:
        """Hands the messages over; whether they arrived is known after ``settle``.

        Raises ``ReceiverAway``: then nothing since the last ``settle`` counts as received.
        """
        try:
            if self._connection is None:
                self._connection = self._connect()
            self._connection.sendall(b"".join(map(framed, messages)))
        except (OSError, ValueError) as error:
            self.close()
            raise ReceiverAway(self._told(error)) from error

    def settle(self) -> None:
        """Closes the connection as the protocol asks, and waits until the receiver has, too.

        Raises ``ReceiverAway`` where it does not say that it has read everything.
        """
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            _say_goodbye(connection)
        except OSError as error:
            raise ReceiverAway(self._told(error)) from error
        finally:
            connection.close()

    def close(self) -> None:
        """Drops the connection as it is."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError):
                connection.close()

    def _connect(self) -> ssl.SSLSocket:
        address = (self._stream.host, self._stream.port)
        context = context_of(self._stream)
        plain = socket.create_connection(address, timeout=self._seconds)
        try:
            return context.wrap_socket(plain, server_hostname=self._stream.host)
        except BaseException:
            plain.close()
            raise

    def _told(self, error: Exception) -> str:
        where = f"{self._stream.host}:{self._stream.port}"
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"{where}: its certificate is refused ({error.verify_message})."
        return f"{where}: {error}."


def _say_goodbye(connection: ssl.SSLSocket) -> None:
    """Returns when the receiver has read all: it answered, or closed without losing anything."""
    # One that closes without an answer is believed as well, and OpenSSL takes a refusal for a
    # goodbye. Had it not read all, the rest of what we sent would wait here without an
    # acknowledgement of TCP, or a reset would have answered it.
    with suppress(ssl.SSLEOFError):
        connection.unwrap()
    if _was_reset(connection) or _unacknowledged(connection):
        raise ConnectionResetError(errno.ECONNRESET, "it closed before it had read all")


def _was_reset(connection: ssl.SSLSocket) -> bool:
    """Whether the receiver dropped the connection, after which nothing waits here any more."""
    state: int = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
    return state == _CLOSED


def _unacknowledged(connection: ssl.SSLSocket) -> int:
    """How many octets the receiver's machine has not acknowledged."""
    count: int = struct.unpack("i", ioctl(connection.fileno(), termios.TIOCOUTQ, bytes(4)))[0]
    return count
