"""TLS before a PostgreSQL that has none: takes who asks for it as PostgreSQL does, and nobody else.

The server that comes along is built without TLS, and the platform's may be too old for what is restored.
"""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_SSL, _GSS = 80877103, 80877104  # what a client asks before it says who it is


@contextmanager
def tls_before(port: int, *, certificate: Path, key: Path) -> Iterator[int]:
    """On 127.0.0.1, before the server at ``port`` there; gives the port where TLS is spoken."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    loop = asyncio.new_event_loop()

    async def taken(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
                await _serve(reader, writer, context, port)
        finally:
            writer.close()

    server = loop.run_until_complete(asyncio.start_server(taken, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        loop.run_until_complete(_end(asyncio.all_tasks(loop)))
        loop.close()


async def _serve(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, context: ssl.SSLContext, port: int
) -> None:
    asked = await _asked(reader)
    if asked == _GSS:
        writer.write(b"N")
        asked = await _asked(reader)
    if asked != _SSL:
        return
    writer.write(b"S")
    await writer.start_tls(context)
    inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.gather(_pass_on(reader, inner_writer), _pass_on(inner_reader, writer))


async def _end(tasks: set[asyncio.Task[None]]) -> None:
    """Whoever was being served; what they held is closed before the loop is."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(0)


async def _asked(reader: asyncio.StreamReader) -> int:
    return int.from_bytes((await reader.readexactly(8))[4:])


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        with suppress(ConnectionError, ssl.SSLError):
            while data := await reader.read(1 << 16):
                writer.write(data)
                await writer.drain()
    finally:
        writer.close()
