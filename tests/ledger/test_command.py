"""``chaperone ledger``, as auditors and scripts call it."""

import json
import os
import subprocess
import sys

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from typer.testing import CliRunner

from chaperone.cli.ledger import app
from chaperone.ledger.mirroring import catch_up
from tests.ledger.trying import place_all

pytestmark = pytest.mark.xdist_group("sequencer")


@pytest.fixture
def run(log, as_login):
    def run_one(*words):
        with as_login("auditor"):
            return CliRunner().invoke(app, [str(word) for word in words])

    return run_one


@pytest.fixture
def signed(record, placer):
    record(3)
    return place_all(placer)


@pytest.fixture
def mirror(signed, connected, settings):
    catch_up(connected("sequencer"), settings.CHAPERONE_MIRRORS[0])
    return settings.CHAPERONE_MIRRORS[0]


@pytest.fixture
def changed(signed, committed):
    """An entry was changed by somebody who can do everything but sign."""
    admin = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=committed)
    change = """
        update ledger_leaf set leaf_hash = sha256(leaf_hash) where leaf_index = 2
        returning (select leaf_hash from ledger_leaf where leaf_index = 2)
    """
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        before = connection.execute(change).fetchone()[0]
        yield
        connection.execute("update ledger_leaf set leaf_hash = %s where leaf_index = 2", [before])


def test_verify_says_what_was_checked(run, signed, mirror):
    found = run("verify")
    assert found.exit_code == 0, found.output
    assert f"The ledger verifies: {signed} entries" in found.stdout
    assert str(mirror) in found.stdout
    assert not found.stderr


def test_verify_in_json(run, signed, mirror):
    found = json.loads(run("verify", "--json").stdout)
    assert (found["ok"], found["size"], found["mirrors"]) == (True, signed, [str(mirror)])
    assert found["opened"] >= signed
    assert len(bytes.fromhex(found["root"])) == 32


def test_verify_warns_when_no_mirror_was_compared(run, signed):
    found = run("verify")
    assert found.exit_code == 0
    assert "a cut tail would not show" in found.stderr


def test_verify_names_the_first_bad_place(run, changed):
    found = run("verify")
    assert found.exit_code == 1
    assert "First bad place: leaf 2: entry" in found.stderr
    assert "start an incident" in found.stderr


def test_verify_names_the_first_bad_place_in_json(run, changed):
    found = run("verify", "--json")
    assert found.exit_code == 1
    assert json.loads(found.stdout)["place"] == "leaf 2"


def test_a_mirror_that_is_not_there_is_misuse(run, signed, tmp_path):
    found = run("verify", "--mirror", tmp_path / "nowhere")
    assert found.exit_code == 2
    assert "is not a folder" in found.stderr


def test_another_mirror_is_compared_when_named(run, signed, mirror):
    found = json.loads(run("verify", "--mirror", mirror, "--json").stdout)
    assert found["mirrors"] == [str(mirror)]


def test_a_mirror_without_a_checkpoint_does_not_verify(run, signed, tmp_path):
    found = run("verify", "--mirror", tmp_path)
    assert found.exit_code == 1
    assert "checkpoint" in found.stderr


def test_export_and_the_auditors_verifier(run, signed, tmp_path, log):
    found = run("export", tmp_path / "out")
    assert found.exit_code == 0
    assert f"{signed} entries are in" in found.stdout
    assert json.loads(run("export", tmp_path / "out", "--json").stdout)["size"] == signed
    key = run("key").stdout.strip()
    auditor = [sys.executable, "-m", "chaperone.merkle", "verify", tmp_path / "out", "--key", key]
    assert subprocess.run(auditor, capture_output=True).returncode == 0


def test_export_into_a_folder_with_other_files_is_refused(run, signed, tmp_path):
    (tmp_path / "file").write_text("")
    found = run("export", tmp_path)
    assert found.exit_code == 1
    assert "other files" in found.stderr


def test_the_key_is_the_public_one(run, log):
    public = (log / "log.pub").read_text().strip()
    assert run("key").stdout.strip() == public
    found = json.loads(run("key", "--json").stdout)
    assert found == {
        "name": public.split("+")[0],
        "key": public,
        "in_force": public,
        "changes": 0,
    }


def test_before_the_first_start_there_is_no_key(run, settings, tmp_path):
    settings.CHAPERONE_LOG_KEY = tmp_path / "log.key"
    found = run("key")
    assert found.exit_code == 1
    assert "Start the sequencer" in found.stderr


def test_unknown_words_are_misuse(run):
    assert run("forge").exit_code == 2
    assert run("verify", "--fast").exit_code == 2


# Sending the record on


@pytest.fixture
def configured(settings, tmp_path):
    """``configured(sink, ...)`` writes config.json, in a data folder of this test's own."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "secrets").symlink_to(settings.CHAPERONE_DATA / "secrets")
    settings.CHAPERONE_DATA = data
    return lambda *sinks: (data / "config.json").write_text(json.dumps({"sinks": sinks}))


def sink(name, folder):
    return {"name": name, "format": "ocsf", "folder": str(folder), "agreement": "own"}


def test_forward_says_what_each_sink_has_received(run, signed, configured, tmp_path):
    configured(sink("one", tmp_path / "out"), sink("two", tmp_path / "other"))
    found = run("forward", "--once")
    assert found.exit_code == 0, found.output
    assert found.stdout.splitlines() == [
        f"one has received {signed} entries more.",
        f"two has received {signed} entries more.",
    ]
    assert sum(path.read_bytes().count(b"\n") for path in (tmp_path / "out").iterdir()) == signed
    again = json.loads(run("forward", "--once", "--json").stdout)
    assert again == [
        {"sink": "one", "received": 0, "error": ""},
        {"sink": "two", "received": 0, "error": ""},
    ]


def test_a_sink_that_fails_does_not_keep_the_others_waiting(run, signed, configured, tmp_path):
    bad = {"name": "bad", "format": "syslog", "to": "localhost:1", "agreement": "own"}
    configured(bad, sink("good", tmp_path / "out"))
    found = run("forward", "--once")
    assert found.exit_code == 1
    assert "bad: The receiver did not take what was sent" in found.stderr
    assert f"good has received {signed} entries more." in found.stdout


def test_without_sinks_and_with_bad_ones_forward_says_so(run, configured):
    configured()
    found = run("forward", "--once")
    assert found.exit_code == 1
    assert "There are no “sinks”" in found.stderr
    configured({"name": "siem", "format": "leef"})
    found = run("forward")
    assert found.exit_code == 1
    assert "must be ocsf, syslog or cef" in found.stderr
