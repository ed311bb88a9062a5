"""Log files on disk: sealed, bound to their order, opened by the holder of the key alone."""

import base64
import logging
import os
import time
from pathlib import Path

import pytest

from chaperone.telemetry import handler as handlers
from chaperone.telemetry.handler import KEPT_DAYS, SealingHandler
from chaperone.telemetry.lines import Lines
from chaperone.telemetry.sealing import (
    SUFFIX,
    Altered,
    NotReadable,
    SealedFile,
    new_identity,
    opened,
)

PUBLIC, PRIVATE = new_identity()
LINES = [f"line {number}" for number in range(5)]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / f"web{SUFFIX}"
    file = SealedFile(path, PUBLIC)
    for line in LINES:
        file.write(line)
    file.close()
    return path


def test_what_was_written_is_read_and_not_on_disk(written: Path) -> None:
    assert list(opened(written, PRIVATE)) == LINES
    assert b"line" not in written.read_bytes()
    assert written.stat().st_mode & 0o777 == 0o600


def test_another_key_opens_nothing(written: Path) -> None:
    with pytest.raises(NotReadable):
        list(opened(written, new_identity()[1]))


def test_a_line_that_was_cut_off_is_left_out(written: Path) -> None:
    written.write_bytes(written.read_bytes()[:-4])
    assert list(opened(written, PRIVATE)) == LINES[:-1]


@pytest.mark.parametrize("number", range(1, 5))
def test_a_line_that_is_changed_moved_or_missing_shows(written: Path, number: int) -> None:
    raw = written.read_bytes().splitlines(keepends=True)
    for changed in (
        raw[:number] + raw[number + 1 :],
        [*raw[:number], raw[number + 1], raw[number], *raw[number + 2 :]],
        [*raw[:number], _flipped(raw[number]), *raw[number + 1 :]],
    ):
        written.write_bytes(b"".join(changed))
        with pytest.raises(Altered):
            list(opened(written, PRIVATE))


def _flipped(line: bytes) -> bytes:
    raw = bytearray(base64.b64decode(line))
    raw[3] ^= 1
    return base64.b64encode(raw) + b"\n"


@pytest.fixture
def handler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SealingHandler:
    monkeypatch.setenv("CHAPERONE_PROCESS", "web")
    (tmp_path / "logs.pub").write_text(PUBLIC + "\n")
    found = SealingHandler(tmp_path, tmp_path / "logs.pub")
    found.setFormatter(Lines())
    return found


def say(handler: SealingHandler) -> None:
    handler.handle(logging.makeLogRecord({"name": "chaperone.x", "msg": "Said.", "levelno": 20}))


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{SUFFIX}"))


def test_a_process_writes_to_a_file_of_its_own(handler: SealingHandler, tmp_path: Path) -> None:
    say(handler)
    say(handler)
    (file,) = files(tmp_path)
    assert file.name.startswith("web-")
    assert len(list(opened(file, PRIVATE))) == 2


def test_a_large_file_is_followed_by_another(
    handler: SealingHandler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers, "LARGEST_FILE", 100)
    for _ in range(3):
        say(handler)
    assert len(files(tmp_path)) == 3


def test_after_a_fork_the_child_writes_elsewhere(handler: SealingHandler, tmp_path: Path) -> None:
    say(handler)
    child = os.fork()
    if child == 0:
        say(handler)
        os._exit(0)
    os.waitpid(child, 0)
    say(handler)
    counts = sorted(len(list(opened(file, PRIVATE))) for file in files(tmp_path))
    assert counts == [1, 2]


def test_files_of_long_ago_go_when_a_new_one_begins(
    handler: SealingHandler, tmp_path: Path
) -> None:
    old, young = (tmp_path / f"{name}{SUFFIX}" for name in ("old", "young"))
    for path, days in ((old, KEPT_DAYS + 1), (young, KEPT_DAYS - 1)):
        path.touch()
        os.utime(path, (time.time() - days * 86_400,) * 2)
    say(handler)
    assert not old.exists()
    assert young.exists()


def test_a_disk_that_takes_nothing_stops_nobody(
    handler: SealingHandler, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    handler._folder = tmp_path / "gone"
    say(handler)
    assert capsys.readouterr().err == ""


def test_without_a_key_lines_go_to_standard_error(
    handler: SealingHandler, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs.pub").unlink()
    say(handler)
    assert "Said." in capsys.readouterr().err
    assert not files(tmp_path)
