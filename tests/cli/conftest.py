"""An installation of stand-ins, run in a process of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from chaperone.cli import state
from chaperone.cli.folder import DataFolder
from tests import memory

SECONDS = 60.0


@pytest.fixture(autouse=True)
def _nothing_inherited(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the other tests' database is called must not reach the commands tried here."""
    for name in list(os.environ):
        if name.startswith("CHAPERONE_"):
            monkeypatch.delenv(name)


def wait_until(condition: Callable[[], object]) -> None:
    until = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Whether a process runs (one that only waits to be reaped does not)."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return text.rsplit(")", 1)[1].split()[0] != "Z"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Installation:
    """A supervisor that runs, and what it says."""

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self.port = free_port()
        self.output = folder.root.parent / "said"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *words: str, healthy: bool = True) -> None:
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    Path(__file__).with_name("installation.py"),
                    str(self.port),
                    *words,
                ],
                env=os.environ | {"CHAPERONE_DATA": str(self.folder.root)},
                stdout=output,
                stderr=output,
            )
        if healthy:
            wait_until(lambda: "HEALTHY" in self.said() or self.process.poll() is not None)
            assert "HEALTHY" in self.said(), self.said()

    def said(self) -> str:
        return self.output.read_text()

    def processes(self) -> dict[str, Any]:
        found = json.loads((self.folder.run / "supervisor.json").read_text())
        return {process["name"]: process for process in found["processes"]}

    def pids(self) -> dict[str, int]:
        return {name: process["pid"] for name, process in self.processes().items()}

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(SECONDS)


@pytest.fixture
def folder() -> Iterator[DataFolder]:
    """A place for a data folder that PostgreSQL can reach, too."""
    with TemporaryDirectory(prefix="chaperone-test-", dir=memory.folder()) as place:
        Path(place).chmod(0o711)
        yield DataFolder(Path(place) / "data")


@pytest.fixture
def run(folder: DataFolder) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    """``run("status", CHAPERONE_X="y")``: the command as people run it; stopped at the end."""

    def chaperone(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "chaperone.cli", *words, "--data", str(folder.root)],
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    yield chaperone
    chaperone("down")


@pytest.fixture
def installation(folder: DataFolder) -> Iterator[Installation]:
    made = Installation(folder)
    yield made
    made.stop()
    wait_until(lambda: state.supervisor(folder) is None)
