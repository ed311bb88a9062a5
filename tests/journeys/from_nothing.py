"""A fresh clone, an empty home, no privileges: what a new user does first, and how long it takes.

Only ``make prove`` runs this: it installs everything anew from the package registry.
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chaperone.database import placement

ROOT = Path(__file__).parents[2]
FIRST_SECONDS, LATER_SECONDS = 180.0, 10.0
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run() -> Iterator[Run]:
    """Runs a command in the clone, as `nobody` when we are root."""
    user = placement.runner()
    with tempfile.TemporaryDirectory(prefix="chaperone-new-", dir="/tmp") as name:
        top = Path(name)
        top.chmod(0o711)
        home, clone = top / "home", top / "home" / "chaperone"
        home.mkdir(mode=0o700)
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, clone], check=True)
        for path in (home, *home.rglob("*")):
            if not path.is_symlink():
                user.owns(path)
        environment = {
            "HOME": str(home),
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            # Where the registry is, if it is not the usual one.
            **{name: value for name, value in os.environ.items() if name.startswith("PIP_")},
        }
        identity = user.identity | {"env": environment}

        def command(*words: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                words, cwd=clone, capture_output=True, text=True, check=False, **identity
            )

        assert shutil.which("python3.11", path=environment["PATH"]), (
            "Everybody needs a Python 3.11: install the package python3.11."
        )
        try:
            yield command
        finally:
            command(".venv/bin/chaperone", "down")


def test_from_nothing(run: Run) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    began = time.monotonic()
    done(run("make", "setup"))
    done(run(".venv/bin/chaperone", "up", "--detach", "--port", port))
    assert time.monotonic() - began < FIRST_SECONDS

    question = "What should I eat with diabetes?"
    words = (".venv/bin/chaperone", "text", "--json", "--from", "+15085550155", question)
    assert json.loads(done(run(*words)))["answered_by"] == "assistant"
    done(run(".venv/bin/chaperone", "ledger", "verify"))
    done(run(".venv/bin/chaperone", "doctor"))
    done(run(".venv/bin/chaperone", "down"))

    began = time.monotonic()
    done(run(".venv/bin/chaperone", "up", "--detach"))
    assert time.monotonic() - began < LATER_SECONDS
    done(run(".venv/bin/chaperone", "ledger", "verify"))
    done(run(".venv/bin/chaperone", "down"))


def done(result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout
