"""An installation that sends its record to a folder. Nothing is a stand-in."""

import json

from tests.cli.conftest import free_port, wait_until


def configure(folder, *sinks):
    folder.root.mkdir(mode=0o711)
    folder.config_file.write_text(json.dumps({"sinks": sinks}))


def test_the_record_is_sent_while_it_runs_and_how_far_is_told(run, folder):
    out = folder.root / "sent"
    lake = {"name": "lake", "format": "ocsf", "folder": str(out), "agreement": "own"}
    away = {"name": "siem", "format": "syslog", "to": "localhost:1", "agreement": "own"}
    configure(folder, lake, away)
    started = run("up", "--detach", "--port", str(free_port()))
    assert started.returncode == 0, started.stderr

    def told():
        found = json.loads(run("status", "--json").stdout)
        return found, {sink["sink"]: sink for sink in found["sinks"]}

    wait_until(lambda: told()[1]["lake"]["received"] and told()[1]["siem"]["error"])
    found, sinks = told()
    assert "forwarder" in [process["name"] for process in found["processes"]]
    assert sinks["siem"]["received"] == 0
    assert "localhost:1" in sinks["siem"]["error"]
    # The installation goes on writing, so that for a moment an entry is on its way.
    wait_until(lambda: told()[1]["lake"]["entries"] == 0)
    wait_until(lambda: "lake is 0 entries (0 s) behind." in run("status").stdout)

    lines = [line for path in out.iterdir() for line in path.read_text().splitlines()]
    said = {event["metadata"]["event_code"]: event["message"] for event in map(json.loads, lines)}
    assert said["vault.key.created"] == "A key was made under which data is sealed."
    # Of a room that nothing else in that process needs.
    assert said["organizations.organization.created"] == "An organization and its keys were made."

    wrong = [one for one in json.loads(run("doctor", "--json").stdout) if not one["ok"]]
    assert [one["check"] for one in wrong] == ["sinks"]
    assert "siem is" in wrong[0]["problem"]
    assert "lake" not in wrong[0]["problem"]

    second = run("ledger", "forward", "--once")
    assert second.returncode == 1
    assert "Another process sends to this sink already. (lake)" in second.stderr


def test_a_bad_sink_keeps_it_from_starting(run, folder):
    configure(folder, {"name": "siem", "format": "syslog", "to": "logs.example"})
    before = sorted(folder.root.iterdir())
    refused = run("up", "--detach", "--port", str(free_port()))
    assert refused.returncode == 1
    assert "Say under “agreement”" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert sorted(folder.root.iterdir()) == before
