import os
import subprocess
import sys

import pytest

from chaperone.cli.main import app, take_data


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    monkeypatch.setenv("CHAPERONE_DATA", "/nowhere")


def run(*words):
    with pytest.raises(SystemExit) as caught:
        app(words)
    return caught.value.code or 0


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        (["--data", "/d", "up"], ["up"]),
        (["up", "--data", "/d"], ["up"]),
        (["up", "--data=/d", "--port", "1"], ["up", "--port", "1"]),
        (["text", "--data", "/d", "--", "--data", "x"], ["text", "--", "--data", "x"]),
    ],
)
def test_the_data_folder_may_stand_anywhere(words, rest):
    assert take_data(words) == rest
    assert os.environ["CHAPERONE_DATA"] == "/d"


def test_a_relative_folder_is_made_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    take_data(["up", "--data", "here"])
    assert os.environ["CHAPERONE_DATA"] == str(tmp_path / "here")


@pytest.mark.parametrize(
    "words",
    [["up", "--data"], ["up", "--data="], ["up", "--port", "0"], ["up", "--port", "x"], ["fly"]],
    ids=["no folder", "empty folder", "port 0", "no number", "no such command"],
)
def test_misuse_is_exit_2(words, capsys):
    assert run(*words) == 2
    assert capsys.readouterr().err


def test_the_help_lists_the_commands(capsys):
    assert run("--help") == 0
    shown = capsys.readouterr().out
    for command in ("up", "down", "status", "doctor", "text", "ledger"):
        assert f" {command} " in shown


@pytest.mark.parametrize("words", [["ledger", "verify", "--help"], ["keys", "-h"], ["config"]])
def test_help_can_be_read_where_nothing_is_installed(words, tmp_path):
    result = subprocess.run(
        [sys.executable, "-m", "chaperone.cli", *words],
        env={"HOME": str(tmp_path), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"Usage: chaperone {words[0]}" in result.stdout + result.stderr
    assert "not running" not in result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("words", [["down"], ["status"], ["ledger", "verify"], ["drill"]])
def test_what_needs_a_running_installation_says_how_to_start_it(
    words, tmp_path, capsys, monkeypatch
):
    monkeypatch.delenv("CHAPERONE_DATABASE_URL", raising=False)
    assert run(*words, "--data", str(tmp_path / "none")) == 1
    found = capsys.readouterr().err
    assert found.startswith("chaperone: ")
    assert "chaperone up" in found
    assert len(found.splitlines()) == 1
    assert not (tmp_path / "none").exists()


def test_status_for_programs_is_json_even_when_nothing_runs(tmp_path, capsys):
    assert run("status", "--json", "--data", str(tmp_path / "none")) == 1
    assert '"url": null' in capsys.readouterr().out
