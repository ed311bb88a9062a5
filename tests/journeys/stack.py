"""A whole installation, as ``chaperone up`` runs it: processes, TLS, logins, demo organizations."""

import fcntl
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from chaperone.database.address import find
from tests import memory

START_SECONDS = 180
_PAUSE = 0.05


@dataclass(frozen=True)
class Stack:
    """A running installation in a folder of its own."""

    data: Path
    port: int

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    @property
    def trust(self) -> ssl.SSLContext:
        """Trusts this installation's own authority and nothing else."""
        return ssl.create_default_context(cafile=str(self.data / "tls" / "ca.crt"))

    @property
    def demo(self) -> dict[str, Any]:
        return dict(json.loads((self.data / "secrets" / "demo.json").read_text()))

    def command(
        self, *arguments: str, check: bool = True, seconds: float = START_SECONDS
    ) -> subprocess.CompletedProcess[str]:
        """Runs ``chaperone`` with this folder, for so long at most."""
        result = subprocess.run(
            [sys.executable, "-m", "chaperone.cli", *arguments],
            env=_environment(self.data),
            check=False,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        assert result.returncode == 0 or not check, result.stdout + result.stderr
        return result

    def python(self, *lines: str) -> str:
        """Runs lines as the web server's login would; gives what they print."""
        program = "from chaperone.cli.lazy import ready_django\nready_django('web')\n"
        result = subprocess.run(
            [sys.executable, "-c", program + "\n".join(lines)],
            env=_environment(self.data),
            check=False,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    def start(self) -> None:
        self.command("up", "--detach", "--demo", "--port", str(self.port))

    def stop(self) -> None:
        self.command("down", check=False)

    def processes(self) -> dict[str, int]:
        """Process ids by name, as ``status`` tells them."""
        status = json.loads(self.command("status", "--json").stdout)
        return {process["name"]: process["pid"] for process in status["processes"]}

    def kill(self, pid: int) -> None:
        """As the kernel does when memory runs out."""
        os.kill(pid, signal.SIGKILL)

    def connect(self, login: str = "postgres") -> psycopg.Connection[Any]:
        """A session of an observer: the database's superuser, or one of the logins."""
        address = find(self.data, {})
        secrets = self.data / "secrets"
        if login == "postgres":
            password = (secrets / "administrator").read_text().strip()
            return psycopg.connect(
                address.dsn("owner", ""), user="postgres", password=password, autocommit=True
            )
        passwords = json.loads((secrets / "logins.json").read_text())
        return psycopg.connect(address.dsn(login, passwords[login]), autocommit=True)


@contextmanager
def running_stack(configure: Callable[[Path], None] = lambda data: None) -> Iterator[Stack]:
    """Starts an installation in a new folder; stops it and removes the folder at the end.

    It is a copy of one that was started before, once in a run. ``configure`` may write into the
    folder before the start.
    """
    with _new_folder() as data:
        stack = Stack(data, _free_port())
        _copy_prepared(data)
        configure(data)
        try:
            stack.start()
            yield stack
        finally:
            stack.stop()


def add_settings(data: Path, settings: dict[str, Any]) -> None:
    """Adds to config.json what an operator writes there."""
    file = data / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | settings))


@contextmanager
def _new_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="chaperone-journey-", dir=memory.folder()) as folder:
        # PostgreSQL runs as another user when the tests run as root, and must pass through here.
        Path(folder).chmod(0o755)
        yield Path(folder)


def _copy_prepared(data: Path) -> None:
    """A first start takes most of a minute and does the same for each journey: the first journey
    makes one, and all have a copy of what it left. ``test_administration`` begins with nothing.
    """
    prepared = Path(os.environ["CHAPERONE_DATA"]) / "installation"
    with prepared.with_suffix(".lock").open("w") as lock:
        # The other worker may want one at the same time.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not prepared.exists():
            _prepare(prepared)
    _copy(prepared, data)


def _prepare(prepared: Path) -> None:
    with _new_folder() as data:
        stack = Stack(data, _free_port())
        try:
            stack.start()
        finally:
            stack.stop()
        half = prepared.with_suffix(".half")
        half.mkdir()
        _copy(data, half)
        half.rename(prepared)


def _copy(source: Path, target: Path) -> None:
    # PostgreSQL's files belong to its user, and the modes of secrets are looked at.
    subprocess.run(["cp", "-a", f"{source}/.", str(target)], check=True)


def wait_for(what: Callable[[], Any], *, seconds: float = 60.0) -> Any:
    """Waits until ``what()`` is true and returns it; fails the test when it stays false."""
    until = time.monotonic() + seconds
    while True:
        found = what()
        if found:
            return found
        assert time.monotonic() < until, f"waited {seconds:.0f} s in vain for {what}"
        time.sleep(_PAUSE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(data: Path) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("CHAPERONE_")}
    ours.pop("DJANGO_SETTINGS_MODULE", None)
    return ours | {
        "CHAPERONE_DATA": str(data),
        "AWS_ACCESS_KEY_ID": "tests",
        "AWS_SECRET_ACCESS_KEY": "tests",
    }
