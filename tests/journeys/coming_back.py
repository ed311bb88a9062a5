"""A whole installation is lost: the backup, two printed shares and the mirror outside are what is left.

Only ``make prove`` runs this: it starts two installations, and restores twice.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

STOPPER = "+15085550155"


@pytest.fixture
def top() -> Iterator[Path]:
    """A place that PostgreSQL can reach, too."""
    with tempfile.TemporaryDirectory(prefix="chaperone-back-", dir="/tmp") as name:
        Path(name).chmod(0o711)
        try:
            yield Path(name)
        finally:
            for data in ("lost", "back"):
                chaperone(Path(name) / data, "down", done=False)


def chaperone(data: Path, *words: object, done: bool = True) -> str:
    """The command as people run it; what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHAPERONE_")}
    found = subprocess.run(
        [sys.executable, "-m", "chaperone.cli", *map(str, words), "--data", str(data)],
        env=kept,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0 or not done, found.stdout + found.stderr
    return found.stdout


def test_everything_is_lost_and_comes_back(top: Path) -> None:
    lost, back, outside, sheets = (top / name for name in ("lost", "back", "outside", "sheets"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chaperone(lost, "up", "--port", port, "--detach")
    chaperone(lost, "backup", "create")
    holders = [word for name in ("Ada", "Ben", "Cy") for word in ("--holder", name)]
    chaperone(lost, "keys", "backup", "split", "--out", sheets, *holders, "--yes")

    drill = json.loads(chaperone(lost, "drill", "--json"))
    assert drill["state"] == "whole"
    assert drill["figures"]["sample"] == 2
    assert list((lost / "scratch").iterdir()) == []

    # After the backup: somebody wants no texts any more, which only the record outside knows.
    chaperone(lost, "text", "--json", "--from", STOPPER, "STOP")
    before = json.loads(chaperone(lost, "ledger", "verify", "--json"))["size"]
    (newest,) = json.loads(chaperone(lost, "backup", "list", "--json"))[:1]
    shutil.copy(Path(newest["target"]) / newest["name"], top / "kept.age")
    shutil.copytree(lost / "mirror", outside)
    chaperone(lost, "down")
    shutil.rmtree((lost / "postgres").resolve())
    shutil.rmtree(lost)

    shares = [word for number in (1, 3) for word in ("--share", sheets / f"share-{number}.txt")]
    asked = ("restore", top / "kept.age", *shares, "--mirror", outside, "--json")
    restored = json.loads(chaperone(back, *asked))
    assert restored["restored"]
    assert restored["settled"]["lost"] == restored["settled"]["unread"] == 0
    assert restored["settled"]["repeated"] == {"members.texts.stopped": 1}
    assert restored["ledger_size"] >= before

    chaperone(back, "up", "--detach")
    mirrors = [f"--mirror={folder}" for folder in (back / "mirror", outside)]
    verified = json.loads(chaperone(back, "ledger", "verify", "--json", *mirrors))
    assert verified["size"] >= restored["ledger_size"]
    wrong = [each for each in json.loads(chaperone(back, "doctor", "--json")) if not each["ok"]]
    assert wrong == []
    chaperone(back, "backup", "create")
