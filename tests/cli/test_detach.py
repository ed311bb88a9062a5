"""The whole of Chaperone, started and stopped as an operator does it. Nothing is a stand-in."""

import json

from tests.cli.conftest import alive, free_port, wait_until


def test_an_installation_is_started_looked_at_and_stopped(run, folder):
    port = free_port()
    started = run("up", "--detach", "--no-demo", "--port", str(port))
    assert started.returncode == 0, started.stderr
    assert f"https://localhost:{port}" in started.stdout

    status = json.loads(run("status", "--json").stdout)
    assert status["url"] == f"https://localhost:{port}"
    assert status["healthy"] is True
    names = [process["name"] for process in status["processes"]]
    assert names == ["postgresql", "web", "worker-1", "worker-2", "sequencer", "backup"]
    assert status["demo"] == {}

    found = json.loads(run("doctor", "--json").stdout)
    # Nobody held the ceremony of a new installation's keys yet, and it says so until somebody has.
    assert [each["check"] for each in found if not each["ok"]] == ["keys of the backups"]

    again = run("up", "--detach")
    assert again.returncode == 1
    assert "already runs" in again.stderr

    stopped = run("down")
    assert stopped.returncode == 0, stopped.stderr
    pids = [process["pid"] for process in status["processes"]]
    wait_until(lambda: not any(map(alive, pids)))
    assert run("status").returncode == 1

    later = run("up", "--detach")
    assert later.returncode == 0, later.stderr
    assert f"https://localhost:{port}" in later.stdout
