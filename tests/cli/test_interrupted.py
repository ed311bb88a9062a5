"""Ctrl-C at every step of a first start. Nothing is a stand-in."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from chaperone.cli import state
from chaperone.database import postmaster
from tests.cli.conftest import free_port, wait_until


def is_there(name):
    return lambda folder, said: (folder.root / name).exists()


def upgrades(folder, said):
    """The step that migrates runs now, or has ended."""
    return "Checking" in said and (folder.static.exists() or _arguments_of_all("upgrade", folder))


def _arguments_of_all(word, folder):
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (process / "cmdline").read_bytes()
            environment = (process / "environ").read_bytes()
        except OSError:
            continue
        if str(folder.root).encode() in environment + arguments:
            found.append(arguments.decode())
    return [arguments for arguments in found if word in arguments]


# In their order, so that each start gets a little further than the one before.
STEPS = {
    "the files of the database": is_there("postgres/cluster.partial"),
    "the database": is_there("postgres/cluster"),
    "the database's address": is_there("run/database.json"),
    "the logins": lambda folder, said: "Checking" in said,
    "the migrations": upgrades,
    "the processes": is_there("run/supervisor.json"),
}


@pytest.fixture
def interrupted(folder, tmp_path):
    """Starts, waits for a step, presses Ctrl-C; returns what was said."""
    port = free_port()

    def start(step) -> str:
        output = tmp_path / "said"
        with output.open("w") as said:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "chaperone.cli", "up", "--no-demo"),
                    *("--port", str(port), "--data", str(folder.root)),
                ],
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        wait_until(
            lambda: (
                process.poll() is not None
                or (state.supervisor(folder) == process.pid and step(folder, output.read_text()))
            )
        )
        # As a terminal does it: to the whole group, not to the supervisor alone.
        os.killpg(process.pid, signal.SIGINT)
        process.wait(120)
        return output.read_text()

    return start


def test_ctrl_c_at_any_step_leaves_nothing_running_and_the_next_start_goes_on(
    interrupted, folder, run
):
    for name, step in STEPS.items():
        said = interrupted(step)
        assert said.endswith("chaperone: Stopped.\n"), (name, said)
        assert "Traceback" not in said, (name, said)
        assert "is running at" not in said, (name, said)
        assert _arguments_of_all("", folder) == [], name
        assert postmaster.find(folder.database.resolve() / "cluster") is None, name

    started = run("up", "--detach")
    assert started.returncode == 0, started.stderr
    found = json.loads(run("doctor", "--json").stdout)
    assert [each["check"] for each in found if not each["ok"]] == ["keys of the backups"]
    assert run("ledger", "verify").returncode == 0
