"""A log that is watched over HTTPS: real TLS, and somebody in the middle."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from chaperone.cli.certificates import ensure
from chaperone.merkle.command import main
from chaperone.merkle.errors import NotFetched, NotThere, ServerNotTrusted
from chaperone.merkle.witness.sources import WebSource
from tests.merkle.folders import KEY, entries, publish_sizes

LOG = entries(700)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Says nothing."""


class Elsewhere(Quiet):
    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", "https://127.0.0.1:1/checkpoint")
        self.end_headers()


class Cut(Quiet):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"half")


@contextmanager
def serving(tls: Path, handler: Callable[..., Any]) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls / "server.crt", tls / "server.key")
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True)
    # Refused handshakes are what some of these tests are about.
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    ensure(folder)
    return folder


@pytest.fixture
def log(tmp_path: Path) -> Path:
    publish_sizes(tmp_path / "log", LOG, 100)
    return tmp_path / "log"


@pytest.fixture
def url(tls: Path, log: Path) -> Iterator[str]:
    with serving(tls, partial(Quiet, directory=str(log))) as found:
        yield found


def test_it_is_read_by_whom_our_certificates_prove(url: str, tls: Path, log: Path) -> None:
    source = WebSource(url, tls / "ca.crt")
    assert source.read("checkpoint", 1000) == (log / "checkpoint").read_bytes()
    with pytest.raises(NotThere, match="404"):
        source.read("tile/0/999", 1000)
    with pytest.raises(NotFetched, match="longer than 10 bytes"):
        source.read("checkpoint", 10)


def test_a_man_in_the_middle(url: str, tls: Path, tmp_path: Path) -> None:
    """Without the log's authority: neither the system's certificates nor another's prove it."""
    with pytest.raises(ServerNotTrusted):
        WebSource(url).read("checkpoint", 1000)
    (tmp_path / "other").mkdir()
    ensure(tmp_path / "other")
    with pytest.raises(ServerNotTrusted):
        WebSource(url, tmp_path / "other" / "ca.crt").read("checkpoint", 1000)
    name = url.replace("127.0.0.1", "127.0.0.2")
    with pytest.raises(NotFetched):  # nobody listens there
        WebSource(name, tls / "ca.crt").read("checkpoint", 1000)


def test_a_log_that_points_elsewhere_is_not_followed(tls: Path) -> None:
    with serving(tls, Elsewhere) as url, pytest.raises(NotFetched, match="302"):
        WebSource(url, tls / "ca.crt").read("checkpoint", 1000)


def test_an_answer_that_is_cut_off_is_not_taken_for_whole(tls: Path) -> None:
    with serving(tls, Cut) as url, pytest.raises(NotFetched):
        WebSource(url, tls / "ca.crt").read("checkpoint", 2000)


def test_nobody_there(tls: Path) -> None:
    with serving(tls, Quiet) as url:
        pass
    with pytest.raises(NotFetched, match="refused"):
        WebSource(url, tls / "ca.crt").read("checkpoint", 1000)


def test_the_command_over_https(
    url: str, tls: Path, log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own, state = str(tmp_path / "w.key"), str(tmp_path / "state")
    assert main(["witness", "--own-key", own, "--make-key", "witness.example/w1"]) == 0
    words = ["witness", url, "--key", str(KEY), "--own-key", own, "--state", state]
    for size in (100, 256, 700):
        publish_sizes(log, LOG, size)
        assert main([*words, "--ca", str(tls / "ca.crt")]) == 0
    assert "700 entries cosigned" in capsys.readouterr().err
    assert main(words) == 1
    assert "ALARM. The server is not the one that it claims to be." in capsys.readouterr().err
    (evidence,) = (tmp_path / "state" / "evidence").iterdir()
    assert evidence.name.endswith("ServerNotTrusted")
