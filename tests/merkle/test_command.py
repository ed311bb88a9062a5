import json
import subprocess
import sys
from pathlib import Path

import pytest

from chaperone.merkle.command import main
from tests.merkle.folders import (
    KEY,
    SIGNER,
    change,
    checkpoint_of,
    entries,
    flip,
    publish_sizes,
)

LOG = entries(300)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    publish_sizes(tmp_path / "log", LOG, 10, 300)
    return tmp_path / "log"


def test_a_good_log_exits_0_and_says_what_was_checked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(folder), "--key", str(KEY)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Verified: example.org/log, 300 entries, root ")
    assert said.endswith("; 2 bundles, 3 tiles, 2 checkpoints checked.\n")


def test_the_key_may_be_a_file(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n")
    assert main(["verify", str(folder), "--key", str(tmp_path / "key")]) == 0


def test_a_good_log_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(folder), "--key", str(KEY), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said.pop("root")
    assert said == {
        "verified": True,
        "origin": "example.org/log",
        "size": 300,
        "bundles": 2,
        "tiles": 3,
        "kept_checkpoints": 2,
        "seen_checkpoints": 0,
        "destroyed": 0,
        "restored": [],
        "key_changes": [],
    }


def test_a_harmed_log_exits_1_and_says_where(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder / "tile/0/000", flip(33))
    assert main(["verify", str(folder), "--key", str(KEY)]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("Not verified. ")
    assert "First bad place: tile/0/000, index 1: expected " in said.out
    assert said.err == "Keep the folder as it is, and compare it with another mirror.\n"


def test_a_harmed_log_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "tile/entries/000").unlink()
    assert main(["verify", str(folder), "--key", str(KEY), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["verified"], said["file"], said["index"]) == (False, "tile/entries/000", None)
    assert (said["expected"], said["found"]) == ("a file", "No such file or directory")
    assert "tile/entries/000" in said["message"]


def test_a_checkpoint_kept_from_earlier_finds_a_rolled_back_log(
    folder: Path, tmp_path: Path
) -> None:
    arguments = ["verify", str(folder), "--key", str(KEY), "--seen", str(tmp_path / "seen")]
    (tmp_path / "seen").write_bytes(checkpoint_of(LOG[:200]))
    assert main(arguments) == 0
    (tmp_path / "seen").write_bytes(checkpoint_of(entries(301)))
    assert main(arguments) == 1


def test_one_of_two_keys_is_enough(folder: Path) -> None:
    other = type(SIGNER).generate("example.org/other").verifier_key
    assert main(["verify", str(folder), "--key", other, "--key", str(KEY)]) == 0
    assert main(["verify", str(folder), "--key", other]) == 1


MISUSED = {
    "no command": [],
    "another command": ["sign"],
    "no folder": ["verify", "--key", str(KEY)],
    "no key": ["verify", "LOG"],
    "a folder that is not there": ["verify", "LOG/nowhere", "--key", str(KEY)],
    "a file for the folder": ["verify", "LOG/checkpoint", "--key", str(KEY)],
    "a malformed key": ["verify", "LOG", "--key", "example.org/log+00000000+AAAA"],
    "a very long key": ["verify", "LOG", "--key", "a" * 5000],
    "an empty key": ["verify", "LOG", "--key", ""],
    "a file that holds no key": ["verify", "LOG", "--key", "LOG/tile/0/000"],
    "a folder for the key": ["verify", "LOG", "--key", "LOG"],
    "a seen checkpoint that is not there": [
        "verify", "LOG", "--key", str(KEY), "--seen", "LOG/nowhere",
    ],
    "a seen checkpoint that is none": [
        "verify", "LOG", "--key", str(KEY), "--seen", "LOG/tile/0/000",
    ],
    "an option that does not exist": ["verify", "LOG", "--key", str(KEY), "--trust-me"],
}  # fmt: skip


@pytest.mark.parametrize("name", MISUSED)
def test_misuse_exits_2_and_says_how(
    folder: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [text.replace("LOG", str(folder)) for text in MISUSED[name]]
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("usage: python -m chaperone.merkle")


def test_the_module_runs_as_the_auditor_runs_it(folder: Path) -> None:
    command = [sys.executable, "-m", "chaperone.merkle", "verify", str(folder), "--key", str(KEY)]
    source = Path(__file__).parents[2] / "src"
    assert subprocess.run(command, cwd=source, check=False).returncode == 0
    change(folder / "checkpoint", flip(0))
    assert subprocess.run(command, cwd=source, check=False).returncode == 1
